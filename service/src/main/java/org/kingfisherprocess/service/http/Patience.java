package org.kingfisherprocess.service.http;

/// How much longer one client is waited for, in one direction of one request: until the request's
/// time is over, and not beyond what the least rate grants for the bytes that came through. Only
/// time in which the client is waited for counts against it, since a busy disk is not its fault.
/// For one thread.
final class Patience {
    private static final double NANOS_PER_SECOND = 1e9;

    private final HttpLimits.Times times;
    private final long requestEnd;
    private long waitedNanos;

    /// @param requestBegan by [System#nanoTime]
    Patience(HttpLimits.Times times, long requestBegan) {
        this.times = times;
        this.requestEnd = requestBegan + times.request().toNanos();
    }

    /// Nanoseconds from `now` that the client may take for its next bytes.
    long left(long now, long bytesSoFar) {
        return Math.min(requestEnd - now, grantedNanos(bytesSoFar) - waitedNanos);
    }

    /// Adds to what the client took.
    void waited(long nanos) {
        waitedNanos += nanos;
    }

    /// Whether the rate, not the request's time, is what was not kept.
    boolean isTooSlow(long bytesSoFar) {
        return waitedNanos >= grantedNanos(bytesSoFar);
    }

    private long grantedNanos(long bytes) {
        return times.minBytesPerSecond() == 0
                ? Long.MAX_VALUE / 2
                : Math.min(
                        Long.MAX_VALUE / 2,
                        times.header().toNanos()
                                + (long) (bytes * NANOS_PER_SECOND / times.minBytesPerSecond()));
    }
}
