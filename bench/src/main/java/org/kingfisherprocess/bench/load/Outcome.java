package org.kingfisherprocess.bench.load;

import java.util.Optional;
import java.util.UUID;

/// What became of a request, as its client sees it.
public sealed interface Outcome {
    /// Answered 200.
    record Acknowledged(Optional<UUID> receipt) implements Outcome {}

    /// Answered otherwise.
    record Refused(int status, boolean toldWhenToRetry, String text) implements Outcome {}

    /// Not answered.
    record Broken(String reason) implements Outcome {}
}
