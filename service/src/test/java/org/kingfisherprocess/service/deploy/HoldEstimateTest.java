package org.kingfisherprocess.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.deploy.PendingStep.Phase;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

/// For how long a plan says that loading is held.
final class HoldEstimateTest {
    private final Database database = Database.open(TestDatabases.migrated());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void saysNothingWhereLoadingIsNotHeld() {
        assertThat(text(step(Phase.EXPAND, 5_000), step(Phase.CONTRACT, 5_000))).isEmpty();
    }

    @Test
    void saysWhatIsNotKnownYet() {
        assertThat(text(step(Phase.BREAKING, 5_000)).orElseThrow())
                .contains(
                        "some seconds (none was recorded here yet)",
                        "about 5,000 rows, which upgrade-database --rehearse measures");
        assertThat(text(step(Phase.BREAKING, 0)).orElseThrow())
                .contains("which touch catalogues alone");
    }

    @Test
    void reckonsFromTheLastReloadAndThePaceOfEarlierMigrations() {
        database.run(tx -> {
            new Deployments()
                    .insert(
                            tx,
                            new Deployments.NewDeployment(
                                    "alice",
                                    Deployment.Kind.DEPLOY,
                                    "/install",
                                    new Deployment.Side("old", ""),
                                    new Deployment.Side("new", ""),
                                    "{}"));
            tx.execute(
                    """
                    insert into deployment_step (deployment_id, number, kind, why, state, tries, started_at, finished_at)
                    select id, 1, 'reload', '', 'done', 1, now() - interval '2.5 seconds', now() from deployment
                    """);
            tx.execute(
                    """
                    update kingfisher_migration_step
                    set rows_done = 1000, started_at = now() - interval '2 seconds', finished_at = now()
                    where ctid = (select min(ctid) from kingfisher_migration_step)
                    """);
        });

        assertThat(text(step(Phase.BREAKING, 5_000), step(Phase.CONTRACT, 1_000)).orElseThrow())
                .contains(
                        "about 2.5 s, as the last one took,",
                        "about 12.0 s for about 6,000 rows, at the 500 rows a second");
    }

    private Optional<String> text(PendingStep... steps) {
        return database.transaction(tx -> HoldEstimate.text(tx, "/install", List.of(steps)));
    }

    private static PendingStep step(Phase phase, long rows) {
        return new PendingStep(
                9, "try", phase.text(), phase, "statement", List.of(), rows, Optional.empty());
    }
}
