package org.kingfisherprocess.service.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A step of a deployment as it is recorded.
///
/// @param tries how often it was begun: more than once where an executor died in it
/// @param result one sentence: what was done, or why it failed
public record DeploymentStep(
        long deployment,
        int number,
        StepKind kind,
        String why,
        State state,
        int tries,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        String result) {

    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        /// Not done since an earlier one failed.
        LEFT_OUT;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Optional<Duration> took() {
        return startedAt.flatMap(start -> finishedAt.map(end -> Duration.between(start, end)));
    }

    boolean isOpen() {
        return state == State.WAITING || state == State.RUNNING;
    }
}
