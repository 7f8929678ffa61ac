package org.kingfisherprocess.bench.faults;

import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.scenario.Moments;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// SIGKILL for the whole process tree, PostgreSQL included, at random moments, sometimes while it
/// is still starting.
final class KillEverything implements Scenario {
    private static final int FULL = 50;
    private static final int SHORT = 5;
    private static final int LONGEST_LIFE_MILLIS = 4_000;

    @Override
    public String name() {
        return "kill-everything";
    }

    @Override
    public String story() {
        return "kill -9 of all processes at random moments, 50 times (short: 5), under 32 clients";
    }

    @Override
    public Verdict run(Plan plan) {
        var random = plan.random();
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty());
                var spiders = stage.spiders()) {
            var kills = plan.times(FULL, SHORT);
            for (var kill = 1; kill <= kills; kill++) {
                Moments.pass(random, LONGEST_LIFE_MILLIS);
                stage.service().kill();
                stage.service().startWithoutWaiting();
                if (kill == kills || random.nextInt(5) > 0) {
                    stage.service().awaitReady();
                }
            }
            Moments.pass(random, LONGEST_LIFE_MILLIS);
            stage.remark(kills + " kills");
            return stage.prove(spiders.stop());
        }
    }
}
