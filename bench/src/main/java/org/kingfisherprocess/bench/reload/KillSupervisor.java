package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Moments;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// SIGKILL for the supervisor, which is then started again, as systemd would. Its children go on
/// serving meanwhile; the next supervisor takes them and the socket over, and can reload them.
final class KillSupervisor implements Scenario {
    private static final int CLIENTS = 32;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int FULL = 10;
    private static final int SHORT = 2;
    private static final int LONGEST_REST_MILLIS = 3_000;
    private static final Duration BACK_WITHIN = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "kill-supervisor";
    }

    @Override
    public String story() {
        return "kill -9 of the supervisor and its start again, then a reload, 10 times (short: 2)";
    }

    @Override
    public Verdict run(Plan plan) {
        var random = plan.random();
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty());
                var traffic =
                        Traffic.start(
                                stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
            var kills = new Kills();
            var reloading = new Reloading(stage);
            for (var kill = 0; kill < plan.times(FULL, SHORT); kill++) {
                Moments.pass(random, LONGEST_REST_MILLIS);
                var before = stage.service().status();
                kills.kill(before.supervisor());
                Pauses.ofMillis(random.nextInt(LONGEST_REST_MILLIS));
                stage.service().startWithoutWaiting();
                var isBack =
                        stage.service()
                                .awaitStatus(
                                        BACK_WITHIN,
                                        status ->
                                                status.supervisor() != before.supervisor()
                                                        && status.isAtRest());
                if (!isBack) {
                    stage.problem("the next supervisor had not taken over within " + BACK_WITHIN);
                }
                reloading.reload();
            }
            stage.remark(reloading.remark());
            var attempts = traffic.stop();
            stage.requireAllAcknowledged(attempts);
            return stage.prove(attempts);
        }
    }
}
