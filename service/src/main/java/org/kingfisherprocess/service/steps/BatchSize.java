package org.kingfisherprocess.service.steps;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// How many submissions share a transaction: as many as are stored in the time that one should
/// take, within the limits. A process that has just started, or shares a busy machine, stores a
/// tenth of what it does otherwise. Thread-safe.
final class BatchSize {
    /// The limits are divided by no more than this.
    private static final int LARGEST_DIVISOR = 16;

    /// Where nothing is known yet.
    private static final int FIRST_DIVISOR = 4;

    private final LoadLimits limits;
    private final AtomicInteger divisor = new AtomicInteger(FIRST_DIVISOR);

    BatchSize(LoadLimits limits) {
        this.limits = limits;
    }

    int entries() {
        return Math.max(1, limits.batchEntries() / divisor.get());
    }

    long bytes() {
        return limits.batchBytes() / divisor.get();
    }

    /// Learns from a transaction. One submission alone says nothing: it cannot be made smaller.
    void took(int entries, Duration time) {
        if (entries < 2) {
            return;
        }
        if (time.compareTo(limits.batchTime()) > 0) {
            divisor.updateAndGet(now -> Math.min(LARGEST_DIVISOR, now * 2));
        } else if (time.multipliedBy(2).compareTo(limits.batchTime()) < 0) {
            divisor.updateAndGet(now -> Math.max(1, now / 2));
        }
    }
}
