package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.scenario.Stage;

/// Kills that were done, and what they may have cost: requests that were under way in the killed
/// process, and no others. For one thread.
final class Kills {
    /// Between the kill and the moment when its clients have noticed.
    private static final Duration NOTICED_WITHIN = Duration.ofMillis(100);

    private final List<Long> moments = new ArrayList<>();

    void kill(long pid) {
        moments.add(System.nanoTime());
        ProcessHandle.of(pid).ifPresent(process -> Commands.signal("KILL", List.of(process)));
    }

    void requireOnlyRequestsUnderWayFailed(Stage stage, Collection<Attempt> attempts) {
        var failed = attempts.stream().filter(attempt -> !attempt.acknowledged()).toList();
        var others = failed.stream().filter(attempt -> !wasUnderWay(attempt)).toList();
        stage.remark(
                "%d kills, %d requests failed that were under way then"
                        .formatted(moments.size(), failed.size() - others.size()));
        if (!others.isEmpty()) {
            stage.problem(
                    "%d requests failed that were not under way at a kill, first: %s"
                            .formatted(others.size(), others.getFirst()));
        }
    }

    private boolean wasUnderWay(Attempt attempt) {
        return moments.stream()
                .anyMatch(moment ->
                        attempt.startedNanos() <= moment + NOTICED_WITHIN.toNanos()
                                && attempt.startedNanos() + attempt.nanos() >= moment);
    }
}
