package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.scenario.Moments;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// Everything is drained and started again, while somebody else, as systemd does, keeps the socket:
/// what is under way is answered, kept connections are served once more, and new ones wait.
final class DrainedAndStarted implements Scenario {
    private static final int CLIENTS = 16;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int FULL = 10;
    private static final int SHORT = 2;
    private static final int LONGEST_REST_MILLIS = 3_000;

    @Override
    public String name() {
        return "drained-and-started";
    }

    @Override
    public String story() {
        return "all drained and started again on a socket that systemd would keep, 10 times (short: 2)";
    }

    @Override
    public Verdict run(Plan plan) {
        var random = plan.random();
        try (var stage = Stage.prepare(plan, name(), Map.of(), Optional.empty())) {
            stage.service().holdSocket();
            stage.ready();
            try (var traffic =
                    Traffic.start(stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
                for (var drain = 0; drain < plan.times(FULL, SHORT); drain++) {
                    Moments.pass(random, LONGEST_REST_MILLIS);
                    var result = stage.service().command("drain", "--json");
                    if (result.exit() != 0) {
                        stage.problem("a drain failed: " + result.output());
                    }
                    stage.service().startWithoutWaiting();
                    stage.service().awaitReady();
                }
                var attempts = traffic.stop();
                stage.requireAllAcknowledged(attempts);
                return stage.prove(attempts);
            }
        }
    }
}
