package org.kingfisherprocess.bench.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Moments;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// SIGKILL for PostgreSQL alone: the postmaster, which the service must start again, or a backend,
/// for which PostgreSQL throws all connections out and recovers by itself. No acknowledgement may
/// notice.
record KillPostgres(String name, String story, boolean postmaster) implements Scenario {
    private static final int FULL = 10;
    private static final int SHORT = 2;
    private static final int LONGEST_LIFE_MILLIS = 4_000;
    private static final Duration BACK_WITHIN = Duration.ofMinutes(1);

    @Override
    public Verdict run(Plan plan) {
        var random = plan.random();
        try (var stage = Stage.set(plan, name, Map.of(), Optional.empty());
                var spiders = stage.spiders()) {
            var kills = plan.times(FULL, SHORT);
            for (var kill = 0; kill < kills; kill++) {
                Moments.pass(random, LONGEST_LIFE_MILLIS);
                if (!Pauses.until(
                        BACK_WITHIN, () -> stage.service().tree().postgres().size() > 1)) {
                    stage.problem("PostgreSQL was not back within " + BACK_WITHIN);
                }
                var processes = stage.service().tree().postgres();
                if (processes.size() > 1) {
                    var victim = postmaster ? 0 : random.nextInt(1, processes.size());
                    processes.get(victim).destroyForcibly();
                }
            }
            Moments.pass(random, LONGEST_LIFE_MILLIS);
            var attempts = spiders.stop();
            stage.requireAllAcknowledged(attempts);
            stage.remark(kills + " kills");
            return stage.prove(attempts);
        }
    }
}
