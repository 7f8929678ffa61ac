package org.kingfisherprocess.supervisor;

import java.time.Duration;

/// How long something has lasted, whatever becomes of the machine's clock meanwhile.
final class Age {
    private final long begunNanos = System.nanoTime();

    /// Begins now.
    static Age fromNow() {
        return new Age();
    }

    boolean isAtLeast(Duration duration) {
        return System.nanoTime() - begunNanos >= duration.toNanos();
    }
}
