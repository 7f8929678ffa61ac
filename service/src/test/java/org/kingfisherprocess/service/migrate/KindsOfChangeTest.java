package org.kingfisherprocess.service.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.testing.TestDatabases;

@SuppressWarnings("NullAway.Init")
@Timeout(60)
final class KindsOfChangeTest {
    private final List<MigrationEvent> events = new ArrayList<>();
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
    void buildsAnIndexAnewThatACutOffBuildHasLeftInvalid() {
        database.run(tx -> tx.execute("update book set title = 'title 1' where id = 2"));
        var unique = expand(ConcurrentIndex.uniqueOn("book", "unique_title", "(title)"));
        assertThatThrownBy(() -> run(unique))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("title 1");
        assertThat(Toy.count(database, "pg_index where not indisvalid")).isEqualTo(1);
        database.run(tx -> tx.execute("update book set title = 'title 2' where id = 2"));

        run(unique);

        assertThat(Toy.count(database, "pg_index where not indisvalid")).isZero();
        assertThat(events)
                .anySatisfy(event -> assertThat(event.text()).contains("was left invalid"));
    }

    @Test
    void takesAnIndexForItsOwnOnlyIfItIsTheSame() {
        var index = expand(ConcurrentIndex.on("book", "titles", "(title desc) where id > 5"));
        database.run(tx -> tx.execute("create index titles on book (title) where id > 5"));
        assertThatThrownBy(() -> run(index))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("another index called titles")
                .hasMessageContaining("USING btree (title) WHERE (id > 5)");
        database.run(tx -> tx.execute("drop index titles"));
        database.run(tx -> tx.execute("create index titles on shelf (label)"));
        assertThatThrownBy(() -> run(index))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("of another table");
        database.run(tx -> tx.execute("drop index titles"));
        database.run(tx -> tx.execute("create index titles on book (title desc) where id > 5"));

        run(index);

        assertThat(Toy.count(database, "pg_indexes where indexname = 'titles'")).isEqualTo(1);
    }

    @Test
    void fillsEachRowOnceHoweverOftenItIsCutOff() {
        database.run(tx -> tx.execute("alter table book add filled integer not null default 0"));
        var migration = expand(Backfill.update("book", "id", "filled = filled + 1", "true"));
        for (int batches = 1; batches <= 3; batches++) {
            var left = new AtomicInteger(batches);
            assertThatThrownBy(() -> run(migration, left)).isInstanceOf(CutOff.class);
        }

        run(migration);

        assertThat(Toy.count(database, "book where filled <> 1")).isZero();
        assertThat(Toy.count(database, "kingfisher_migration_step where rows_done = 2000"))
                .isEqualTo(1);
    }

    private void run(Migration migration, AtomicInteger left) {
        Toy.migrator(database, Toy.TABLES, migration)
                .run(event -> {
                    if (event instanceof MigrationEvent.Progressed && left.decrementAndGet() == 0) {
                        throw new CutOff();
                    }
                });
    }

    @Test
    void provesAConstraintAndAColumnThatMustNotBeNull() {
        run(
                Migration.of(
                        2,
                        "rules",
                        MigrationStep.expand(
                                "titled",
                                new AddConstraint("book", "is_titled", "check (title <> '')")),
                        MigrationStep.expand("labelled", new NotNull("shelf", "made")),
                        MigrationStep.expand(
                                "paged",
                                new UniqueConstraint("book", "unique_id_and_title", "id, title"))));

        assertThat(Toy.count(database, "pg_constraint where not convalidated")).isZero();
        assertThat(
                        Toy.count(
                                database,
                                "pg_constraint where conname in ('is_titled', 'unique_id_and_title')"))
                .isEqualTo(2);
        assertThatThrownBy(() ->
                        database.run(tx ->
                                tx.execute("insert into book (shelf_id, title) values (1, '')")))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void saysWhichRowsBreakARuleAndLeavesItToTheNextRun() {
        var migration = expand(new NotNull("book", "pages"));
        assertThatThrownBy(() -> run(migration))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("pages_is_present");
        database.run(tx -> tx.execute("update book set pages = 1 where pages is null"));

        run(migration);

        assertThat(Toy.count(database, "pg_constraint where conname = 'pages_is_present'"))
                .isZero();
        assertThat(
                        Toy.count(
                                database,
                                "pg_attribute where attrelid = 'book'::regclass and attname = 'pages' and attnotnull"))
                .isEqualTo(1);
    }

    @Test
    void takesNewCodeInBeforeOldCodeIsEnded() {
        var states = new ArrayList<String>();
        var migration =
                Migration.of(
                        2,
                        "move",
                        MigrationStep.expand(
                                "add", Statement.of("alter table book add column author text")),
                        MigrationStep.contract("drop", new DropColumn("book", "title")));
        var migrator = Toy.migrator(database, Toy.TABLES, migration);

        migrator.run(RunOptions.everything().only(Phase.EXPAND), _ -> {});
        states.add(state());
        assertThat(migrator.plan(RunOptions.everything()).steps())
                .extracting(step -> step.address().step())
                .containsExactly("drop");
        migrator.run(_ -> {});
        states.add(state());

        assertThat(states).containsExactly("has 2, needs 0", "has 2, needs 2");
    }

    @Test
    void doesNothingBehindABreakingStepThatIsLeftOut() {
        var breaking =
                Migration.of(
                        2,
                        "break",
                        MigrationStep.breaking(
                                "b", Statement.of("alter table book rename title to name")));
        var after =
                Migration.of(
                        3,
                        "after",
                        MigrationStep.expand("a", ConcurrentIndex.on("book", "i", "(name)")));
        var migrator = Toy.migrator(database, Toy.TABLES, breaking, after);

        assertThat(migrator.run(RunOptions.everything().only(Phase.EXPAND), _ -> {})).isEmpty();
        assertThat(migrator.run(_ -> {})).hasSize(2);
        assertThat(state()).isEqualTo("has 3, needs 2");
    }

    @Test
    void waitsForWorkersAndNamesThemAndHoldsBackTheRest() throws Exception {
        var waiting = new CountDownLatch(1);
        var migration =
                Migration.of(
                        2,
                        "quiet",
                        MigrationStep.expand(
                                        "add",
                                        Statement.of("alter table book add column author text"))
                                .quiet(Duration.ofSeconds(20)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var run =
                    database.transaction(tx -> {
                        tx.query(
                                "select pg_advisory_xact_lock_shared(?)",
                                row -> true,
                                AdvisoryLocks.WORK);
                        var started =
                                threads.submit(() ->
                                        Toy.migrator(database, Toy.TABLES, migration)
                                                .run(event -> {
                                                    events.add(event);
                                                    if (event
                                                            instanceof
                                                            MigrationEvent.WaitingForWorkers) {
                                                        waiting.countDown();
                                                    }
                                                }));
                        awaitUnchecked(waiting);
                        return started;
                    });
            run.get(20, TimeUnit.SECONDS);
        }
        assertThat(events)
                .anySatisfy(event ->
                        assertThat(event.text())
                                .contains("waits for workers to finish: process")
                                .contains(", kingfisher-process, since"));
        assertThat(Toy.count(database, "pg_locks where locktype = 'advisory'")).isZero();
    }

    @Test
    void givesUpOnWorkersThatDoNotFinishAndSaysWho() {
        var migration =
                Migration.of(
                        2,
                        "quiet",
                        MigrationStep.expand(
                                        "add",
                                        Statement.of("alter table book add column author text"))
                                .quiet(Duration.ofMillis(10)));

        database.run(tx -> {
            tx.query("select pg_advisory_xact_lock_shared(?)", row -> true, AdvisoryLocks.WORK);
            assertThatThrownBy(() -> run(migration))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("still under way: process");
        });
    }

    @Test
    void letsWorkersWorkWhileAQuietStepIsHeldUpOrWaitsForItsNextTry() throws Exception {
        var control = new MigrationControl();
        var free = new CopyOnWriteArrayList<Boolean>();
        var looked = new CountDownLatch(2);
        var migration =
                Migration.of(
                        2,
                        "quiet",
                        MigrationStep.expand(
                                        "add",
                                        Statement.of("alter table book add column author text"))
                                .quiet(Duration.ofSeconds(20)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var run =
                    database.transaction(tx -> {
                        tx.query("select 1 from book limit 1", row -> 1);
                        var started =
                                threads.submit(() ->
                                        Toy.migrator(database, Toy.TABLES, migration)
                                                .run(
                                                        RunOptions.everything().under(control),
                                                        event -> {
                                                            switch (event) {
                                                                case MigrationEvent.Retried _ ->
                                                                        control.pause();
                                                                case MigrationEvent.Paused _ ->
                                                                        control.resume();
                                                                default -> {
                                                                    return;
                                                                }
                                                            }
                                                            free.add(mayWork());
                                                            looked.countDown();
                                                        }));
                        awaitUnchecked(looked);
                        return started;
                    });
            run.get(20, TimeUnit.SECONDS);
        }

        assertThat(free).containsOnly(true);
        assertThat(Toy.count(database, "pg_locks where locktype = 'advisory'")).isZero();
    }

    private boolean mayWork() {
        return database.transaction(tx ->
                tx.queryOne(
                                "select pg_try_advisory_xact_lock_shared(?) as free",
                                row -> row.bool("free"),
                                AdvisoryLocks.WORK)
                        .orElseThrow());
    }

    @Test
    void letsOnlyWhatIsDoneInAMomentBeQuiet() {
        var reshape = Toy.RESHAPE.steps().getFirst();

        assertThatThrownBy(() -> reshape.quiet(Duration.ofSeconds(20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not done in a moment");
    }

    @Test
    void pausesAndStopsBetweenTwoBatches() throws Exception {
        database.run(tx -> tx.execute("alter table book add filled integer not null default 0"));
        var migration = expand(Backfill.update("book", "id", "filled = filled + 1", "true"));
        var control = new MigrationControl();
        var paused = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var run =
                    threads.submit(() ->
                            Toy.migrator(database, Toy.TABLES, migration)
                                    .run(
                                            RunOptions.everything().under(control),
                                            event -> {
                                                if (event instanceof MigrationEvent.Progressed) {
                                                    control.pause();
                                                }
                                                if (event instanceof MigrationEvent.Paused) {
                                                    paused.countDown();
                                                }
                                            }));
            awaitUnchecked(paused);
            assertThat(Toy.count(database, "book where filled = 1")).isEqualTo(250);
            control.stop();
            assertThatThrownBy(() -> run.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MigrationStoppedException.class);
        }
        run(migration);
        assertThat(Toy.count(database, "book where filled <> 1")).isZero();
    }

    @Test
    void carriesTheHistoryOfTheOlderEngineOver() {
        try (var older = Database.open(TestDatabases.empty())) {
            older.run(Toy::asOfTheOlderEngine);
            assertThat(older.<SchemaState>transaction(Migrator::state))
                    .isEqualTo(new SchemaState(1, 1, false));

            assertThat(Toy.migrator(older, Toy.TABLES).run(_ -> {})).isEmpty();

            assertThat(older.<SchemaState>transaction(Migrator::state))
                    .isEqualTo(new SchemaState(1, 1, false));
            assertThat(
                            Toy.count(
                                    older,
                                    "kingfisher_migration where who = 'somebody else' and usable_at = finished_at"))
                    .isEqualTo(1);
        }
    }

    @Test
    void refusesAScriptForEmptyTablesWhereThereAreRows() {
        var migration =
                Migration.script(
                        2,
                        "fast",
                        Statement.onEmptyTables("alter table book alter id type bigint"));

        assertThatThrownBy(() -> run(migration))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("has rows");
    }

    private void run(Migration migration) {
        Toy.migrator(database, Toy.TABLES, migration).run(events::add);
    }

    private static Migration expand(Change change) {
        return Migration.of(2, "change", MigrationStep.expand("change", change));
    }

    private String state() {
        var state = database.<SchemaState>transaction(Migrator::state);
        return "has %d, needs %d".formatted(state.has(), state.needs());
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
