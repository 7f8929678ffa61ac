package org.kingfisherprocess.bench.load;

import java.util.Optional;
import java.util.UUID;
import org.kingfisherprocess.bench.load.Outcome.Acknowledged;

/// One request and what became of it. There is never a second one for the same file or item.
///
/// @param startedNanos of [System#nanoTime]
public record Attempt(
        String file,
        int item,
        int releases,
        int bytes,
        long startedNanos,
        long nanos,
        Outcome outcome) {
    public boolean acknowledged() {
        return outcome instanceof Acknowledged;
    }

    /// Empty where it was not acknowledged, or without one.
    public Optional<UUID> receipt() {
        return outcome instanceof Acknowledged(var receipt) ? receipt : Optional.empty();
    }

    static Attempt of(Sample sample, long startedNanos, long nanos, Outcome outcome) {
        return new Attempt(
                sample.file(),
                sample.item(),
                sample.releases(),
                sample.bytes(),
                startedNanos,
                nanos,
                outcome);
    }
}
