package org.kingfisherprocess.bench.faults;

import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// A PostgreSQL on which the service has no influence is shut down and comes back.
final class PostgresStopped implements Scenario {
    private static final int BEFORE_AND_AFTER_MILLIS = 3_000;

    @Override
    public String name() {
        return "postgres-stopped";
    }

    @Override
    public String story() {
        return "a PostgreSQL outside of the service stopped for a minute (short: 5 s), and started again";
    }

    @Override
    public Verdict run(Plan plan) {
        var folder = Folders.empty(plan.work().resolve(name() + "-database"));
        try (var postgres = OwnPostgres.start(folder, plan.programs());
                var stage = Stage.set(plan, name(), Map.of(), Optional.of(postgres));
                var spiders = stage.spiders()) {
            Pauses.ofMillis(BEFORE_AND_AFTER_MILLIS);
            postgres.stop();
            Pauses.ofMillis(plan.outage().toMillis());
            postgres.startAgain();
            Pauses.ofMillis(BEFORE_AND_AFTER_MILLIS);
            var attempts = spiders.stop();
            stage.requireAllAcknowledged(attempts);
            return stage.prove(attempts);
        }
    }
}
