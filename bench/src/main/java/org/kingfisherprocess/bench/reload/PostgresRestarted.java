package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// PostgreSQL is restarted, once by itself and once with a reload in between, which must not wait
/// for it.
final class PostgresRestarted implements Scenario {
    private static final int CLIENTS = 32;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int BETWEEN_MILLIS = 2_000;

    @Override
    public String name() {
        return "postgres-restarted";
    }

    @Override
    public String story() {
        return "PostgreSQL restarted, and restarted again with a reload while it is away";
    }

    @Override
    public Verdict run(Plan plan) {
        var folder = Folders.empty(plan.work().resolve(name() + "-database"));
        try (var postgres = OwnPostgres.start(folder, plan.programs());
                var stage = Stage.set(plan, name(), Map.of(), Optional.of(postgres));
                var traffic =
                        Traffic.start(
                                stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
            Pauses.ofMillis(BETWEEN_MILLIS);
            postgres.stop();
            postgres.startAgain();
            Pauses.ofMillis(BETWEEN_MILLIS);
            postgres.stop();
            var reloading = new Reloading(stage);
            reloading.reload();
            postgres.startAgain();
            stage.remark(reloading.remark());
            Pauses.ofMillis(BETWEEN_MILLIS);
            var attempts = traffic.stop();
            stage.requireAllAcknowledged(attempts);
            return stage.prove(attempts);
        }
    }
}
