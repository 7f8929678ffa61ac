package org.kingfisherprocess.service.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells whoever writes a long answer that the server has begun to leave. What has no end of its
/// own (events) then ends, with a word to its client to connect again: the connection it gets leads
/// to the server's successor. What has an end goes on to it, within the drain's limit. Thread-safe.
public final class DrainSignal {
    private final CountDownLatch begun = new CountDownLatch(1);

    DrainSignal() {}

    public boolean begun() {
        return begun.getCount() == 0;
    }

    /// Waits at most so long; returns whether the drain has begun.
    public boolean await(Duration atMost) throws InterruptedException {
        return begun.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    void give() {
        begun.countDown();
    }
}
