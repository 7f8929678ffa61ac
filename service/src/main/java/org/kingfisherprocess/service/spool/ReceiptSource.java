package org.kingfisherprocess.service.spool;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes receipts that increase: 48 bits of milliseconds, 12 bits that count within a millisecond
/// (RFC 9562, section 6.2, method 1), 62 random bits. For one thread.
final class ReceiptSource {
    private static final int COUNTS = 1 << 12;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long lastMillis = -1;
    private int count;

    ReceiptSource(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    Receipt next() {
        long millis = Math.max(clock.millis(), lastMillis);
        if (millis > lastMillis) {
            count = 0;
        } else if (++count == COUNTS) {
            millis++;
            count = 0;
        }
        lastMillis = millis;
        long high = millis << 16 | 0x7000L | count;
        long low = random.nextLong() >>> 2 | 1L << 63;
        return new Receipt(new UUID(high, low));
    }
}
