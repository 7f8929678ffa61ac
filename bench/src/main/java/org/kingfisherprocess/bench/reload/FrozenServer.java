package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// SIGSTOP for the server, as when a machine is suspended or out of processor time. What comes
/// waits, and is answered when it goes on.
final class FrozenServer implements Scenario {
    private static final int CLIENTS = 32;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int BEFORE_AND_AFTER_MILLIS = 3_000;
    private static final int FULL_MILLIS = 20_000;
    private static final int SHORT_MILLIS = 5_000;

    @Override
    public String name() {
        return "frozen-server";
    }

    @Override
    public String story() {
        return "kill -STOP of the server for 20 s (short: 5 s)";
    }

    @Override
    public Verdict run(Plan plan) {
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty());
                var traffic =
                        Traffic.start(
                                stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
            Pauses.ofMillis(BEFORE_AND_AFTER_MILLIS);
            var server = stage.service().status().current("server").orElseThrow();
            var process = List.of(ProcessHandle.of(server.pid()).orElseThrow());
            Commands.signal("STOP", process);
            try {
                Pauses.ofMillis(plan.times(FULL_MILLIS, SHORT_MILLIS));
            } finally {
                Commands.signal("CONT", process);
            }
            Pauses.ofMillis(BEFORE_AND_AFTER_MILLIS);
            var attempts = traffic.stop();
            stage.requireAllAcknowledged(attempts);
            return stage.prove(attempts);
        }
    }
}
