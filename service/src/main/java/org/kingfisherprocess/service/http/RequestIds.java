package org.kingfisherprocess.service.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// Ids that are unique among servers and short enough to read out: eight random digits for the
/// server, then a count.
final class RequestIds {
    static final String HEADER = "X-Request-Id";

    private final String prefix = HexFormat.of().toHexDigits(new SecureRandom().nextInt()) + '-';
    private final AtomicLong count = new AtomicLong();

    String next() {
        return prefix + count.incrementAndGet();
    }
}
