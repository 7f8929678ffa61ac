package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.ServiceStatus;
import org.kingfisherprocess.bench.scenario.Moments;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// SIGKILL for one kind of child, again and again. Of the server's requests those under way fail;
/// connections wait until the next one accepts them. Of the worker nobody notices.
record KillProcess(String role, boolean answersRequests) implements Scenario {
    static final KillProcess SERVER = new KillProcess("server", true);
    static final KillProcess WORKER = new KillProcess("worker", false);

    private static final int CLIENTS = 32;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int FULL = 10;
    private static final int SHORT = 2;
    private static final int LONGEST_REST_MILLIS = 3_000;
    private static final Duration BACK_WITHIN = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "kill-" + role;
    }

    @Override
    public String story() {
        return "kill -9 of the %s, 10 times (short: 2)".formatted(role);
    }

    @Override
    public Verdict run(Plan plan) {
        var random = plan.random();
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty());
                var traffic =
                        Traffic.start(
                                stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
            var kills = new Kills();
            for (var kill = 0; kill < plan.times(FULL, SHORT); kill++) {
                Moments.pass(random, LONGEST_REST_MILLIS);
                once(stage, kills);
            }
            Moments.pass(random, LONGEST_REST_MILLIS);
            var attempts = traffic.stop();
            if (answersRequests) {
                kills.requireOnlyRequestsUnderWayFailed(stage, attempts);
            } else {
                stage.requireAllAcknowledged(attempts);
            }
            return stage.prove(attempts);
        }
    }

    /// Returns when the next one is ready.
    void once(Stage stage, Kills kills) {
        var victim = stage.service().status().current(role).orElseThrow();
        kills.kill(victim.pid());
        awaitNext(stage, victim);
    }

    private void awaitNext(Stage stage, ServiceStatus.Child victim) {
        var isBack =
                stage.service()
                        .awaitStatus(
                                BACK_WITHIN,
                                status ->
                                        status.current(role)
                                                .filter(child -> child.pid() != victim.pid())
                                                .isPresent());
        if (!isBack) {
            stage.problem("no %s was ready within %s".formatted(role, BACK_WITHIN));
        }
    }
}
