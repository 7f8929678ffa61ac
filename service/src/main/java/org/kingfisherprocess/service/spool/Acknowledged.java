package org.kingfisherprocess.service.spool;

import java.time.Instant;

/// A submission that was acknowledged, and what has become of it as far as the spool knows.
public record Acknowledged(Receipt receipt, Instant at, String group, String label, State state) {
    public enum State {
        /// Waits to be loaded, or is being loaded.
        PENDING,
        /// The loader has said that its transaction has committed.
        FINISHED,
        /// Could not be loaded, and is kept.
        SET_ASIDE,
        /// Was set aside, and somebody decided to drop it.
        DISCARDED,
        /// Its bytes on disk are damaged; a copy is kept.
        DAMAGED
    }

    Acknowledged with(State other) {
        return new Acknowledged(receipt, at, group, label, other);
    }
}
