package org.kingfisherprocess.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.kingfisherprocess.supervisor.wire.Message;

/// A generation that has taken over, and the children of the one before, which are leaving.
record Replaced(
        int generation, String version, Release release, Duration took, List<Leaving> leaving) {
    private static final double MILLIS_PER_SECOND = 1_000;

    Replaced {
        leaving = List.copyOf(leaving);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "generation %d (%s) was ready after %.2f seconds and has taken over",
                generation,
                version,
                took.toMillis() / MILLIS_PER_SECOND);
    }

    Message message() {
        return Message.of("reloaded")
                .with("generation", generation)
                .with("release", version)
                .with("place", release.place())
                .with("ready_milliseconds", took.toMillis())
                .with("at", Instant.now().toString());
    }

    /// The same with how the children of the one before left; waits for them.
    Message completeMessage() {
        return message().with("left", leaving.stream().map(one -> one.await().values()).toList());
    }
}
