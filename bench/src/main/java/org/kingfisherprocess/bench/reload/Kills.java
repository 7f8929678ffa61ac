package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Stage;

/// Kills that were done, and what they may have cost: requests that were under way in the killed
/// process, and no others. For one thread.
final class Kills {
    /// Between the kill and the moment when its clients have noticed.
    private static final Duration NOTICED_WITHIN = Duration.ofMillis(100);

    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

    private final List<Kill> kills = new ArrayList<>();

    /// Both by [System#nanoTime].
    private record Kill(long before, long after) {
        boolean met(Attempt attempt) {
            return attempt.startedNanos() <= after + NOTICED_WITHIN.toNanos()
                    && attempt.startedNanos() + attempt.nanos() >= before;
        }
    }

    /// Returns when the process is gone, and with it its connections: until then a client can send
    /// into one of them.
    void kill(long pid) {
        var before = System.nanoTime();
        ProcessHandle.of(pid)
                .ifPresent(process -> {
                    process.destroyForcibly();
                    Pauses.until(GONE_WITHIN, () -> !process.isAlive());
                });
        kills.add(new Kill(before, System.nanoTime()));
    }

    void requireOnlyRequestsUnderWayFailed(Stage stage, Collection<Attempt> attempts) {
        var failed = attempts.stream().filter(attempt -> !attempt.acknowledged()).toList();
        var others = failed.stream().filter(attempt -> !wasUnderWay(attempt)).toList();
        stage.remark(
                "%d kills, %d requests failed that were under way then"
                        .formatted(kills.size(), failed.size() - others.size()));
        if (!others.isEmpty()) {
            stage.problem(
                    "%d requests failed that were not under way at a kill, first: %s"
                            .formatted(others.size(), others.getFirst()));
        }
    }

    private boolean wasUnderWay(Attempt attempt) {
        return kills.stream().anyMatch(kill -> kill.met(attempt));
    }
}
