package org.kingfisherprocess.service.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.testing.TestDatabases;

/// When the code of the release before is told to wait, and when it may go on after all.
@SuppressWarnings("NullAway.Init")
@Timeout(60)
final class OldCodeTest {
    private static final Migration BREAKING =
            Migration.of(
                    2,
                    "rename",
                    MigrationStep.breaking(
                            "name", Statement.of("alter table book rename title to name")));

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.empty());
        Toy.migrator(database, Toy.TABLES).run(_ -> {});
        database.run(tx -> Toy.fill(tx, 2_000));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void goesOnWhereAStepHasChangedNothing() {
        database.run(tx -> tx.execute("alter table book add name text"));

        assertThatThrownBy(() -> run(BREAKING))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("already exists");

        assertThat(needs()).isZero();
    }

    @Test
    void goesOnWhenTheRunIsStoppedWhileItWaitsForWorkers() {
        var control = new MigrationControl();

        database.run(tx -> {
            work(tx);
            assertThatThrownBy(() ->
                            Toy.migrator(database, Toy.TABLES, BREAKING)
                                    .run(
                                            RunOptions.everything().under(control),
                                            event -> {
                                                if (event
                                                        instanceof
                                                        MigrationEvent.WaitingForWorkers) {
                                                    control.stop();
                                                }
                                            }))
                    .isInstanceOf(MigrationStoppedException.class);
        });

        assertThat(needs()).isZero();
    }

    @Test
    void isOverWhereAStepBeforeWasDone() {
        var migration =
                Migration.of(
                        2,
                        "drops",
                        MigrationStep.contract("pages", new DropColumn("book", "pages")),
                        MigrationStep.contract(
                                "wrong", Statement.of("alter table book drop column nothing")));

        assertThatThrownBy(() -> run(migration)).isInstanceOf(MigrationException.class);

        assertThat(needs()).isEqualTo(2);
    }

    @Test
    void goesOnAfterWhatWasBegunIsTakenBack() {
        var migration =
                Migration.of(
                        2,
                        "index",
                        MigrationStep.contract(
                                "titles",
                                ConcurrentIndex.uniqueOn("book", "unique_shelf", "(shelf_id)")));
        var migrator = Toy.migrator(database, Toy.TABLES, migration);
        assertThatThrownBy(() -> migrator.run(_ -> {})).isInstanceOf(MigrationException.class);
        assertThat(needs()).isEqualTo(2);

        migrator.abort(_ -> {});

        assertThat(needs()).isZero();
    }

    @Test
    void isOverWhereRowsStayAsABackfillHasLeftThem() {
        var migration =
                Migration.of(
                        2,
                        "titles",
                        MigrationStep.contract(
                                "encoded",
                                Backfill.update("book", "id", "title = md5(title)", "true")));
        var migrator = Toy.migrator(database, Toy.TABLES, migration);
        assertThatThrownBy(() ->
                        migrator.run(event -> {
                            if (event instanceof MigrationEvent.Progressed) {
                                throw new CutOff();
                            }
                        }))
                .isInstanceOf(CutOff.class);

        migrator.abort(_ -> {});

        assertThat(needs()).isEqualTo(2);
        migrator.run(_ -> {});
        assertThat(Toy.count(database, "kingfisher_migration_step where rows_done = 2000"))
                .isEqualTo(1);
    }

    @Test
    void isWaitedForAnewAfterARunWasCutOffWhileItWaited() {
        database.run(tx -> {
            work(tx);
            for (int run = 0; run < 2; run++) {
                assertThatThrownBy(() ->
                                Toy.migrator(database, Toy.TABLES, BREAKING)
                                        .run(event -> {
                                            if (event instanceof MigrationEvent.WaitingForWorkers) {
                                                throw new CutOff();
                                            }
                                        }))
                        .isInstanceOf(CutOff.class);
            }
        });

        var waited = new ArrayList<MigrationEvent>();
        Toy.migrator(database, Toy.TABLES, BREAKING).run(waited::add);
        assertThat(waited).noneMatch(MigrationEvent.WaitingForWorkers.class::isInstance);
    }

    private void run(Migration migration) {
        new Migrator(database, List.of(Toy.TABLES, migration), Toy.SETTINGS).run(_ -> {});
    }

    private int needs() {
        return database.<SchemaState>transaction(Migrator::state).needs();
    }

    private static void work(Tx tx) throws java.sql.SQLException {
        tx.query("select pg_advisory_xact_lock_shared(?)", row -> true, AdvisoryLocks.WORK);
    }

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
