package org.kingfisherprocess.bench.faults;

import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// PostgreSQL stands still with its connections open, as on a machine that swaps: nothing answers
/// and nothing is refused.
final class PostgresFrozen implements Scenario {
    private static final int BEFORE_AND_AFTER_MILLIS = 3_000;

    @Override
    public String name() {
        return "postgres-frozen";
    }

    @Override
    public String story() {
        return "every process of PostgreSQL stopped by a signal for a minute (short: 5 s), then continued";
    }

    @Override
    public Verdict run(Plan plan) {
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty());
                var spiders = stage.spiders()) {
            Pauses.ofMillis(BEFORE_AND_AFTER_MILLIS);
            var processes = stage.service().tree().postgres();
            Commands.signal("STOP", processes);
            try {
                Pauses.ofMillis(plan.outage().toMillis());
            } finally {
                Commands.signal("CONT", processes);
            }
            Pauses.ofMillis(BEFORE_AND_AFTER_MILLIS);
            var attempts = spiders.stop();
            stage.requireAllAcknowledged(attempts);
            return stage.prove(attempts);
        }
    }
}
