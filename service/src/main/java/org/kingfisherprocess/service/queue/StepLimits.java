package org.kingfisherprocess.service.queue;

import java.time.Duration;

/// How patiently steps are done.
///
/// @param tries of a step that fails, before it is set aside
/// @param firstPause after a failure; doubled with each further one
/// @param longestPause between two tries
/// @param idle how long a worker without work waits at most before it looks again: a wake-up comes
///   within milliseconds, this is for one that was lost
public record StepLimits(int tries, Duration firstPause, Duration longestPause, Duration idle) {
    public static StepLimits of(int tries) {
        return new StepLimits(
                tries, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(5));
    }

    Duration pauseAfter(int failures) {
        var pause = firstPause.multipliedBy(1L << Math.min(failures, 20));
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
