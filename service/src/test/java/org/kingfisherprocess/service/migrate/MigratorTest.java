package org.kingfisherprocess.service.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

@SuppressWarnings("NullAway.Init")
final class MigratorTest {
    private static final Migration FIRST =
            Migration.script(1, "first", "create table toy (id integer);");
    private static final Migration SECOND =
            Migration.script(
                    2,
                    "second",
                    "alter table toy add name text; insert into toy values (1, 'a;b');");
    private static final MigratorSettings SETTINGS =
            MigratorSettings.by("somebody")
                    .withLockTimeout(Duration.ofMillis(50))
                    .givingUpAfter(Duration.ofSeconds(20));

    private final List<MigrationEvent> events = new ArrayList<>();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.empty());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runsWhatIsPendingInOrderAndKeepsAHistory() {
        assertThat(migrator(FIRST).run(events::add)).containsExactly(FIRST);
        assertThat(migrator(FIRST, SECOND).pending()).containsExactly(SECOND);
        assertThat(migrator(FIRST, SECOND).run(events::add)).containsExactly(SECOND);

        assertThat(migrator(FIRST, SECOND).version()).isEqualTo(2);
        assertThat(history()).containsExactly("1 first somebody true", "2 second somebody true");
        assertThat(events.stream().map(Object::getClass))
                .containsExactly(
                        MigrationEvent.Started.class,
                        MigrationEvent.StepStarted.class,
                        MigrationEvent.Executing.class,
                        MigrationEvent.StepFinished.class,
                        MigrationEvent.Finished.class,
                        MigrationEvent.Started.class,
                        MigrationEvent.StepStarted.class,
                        MigrationEvent.Executing.class,
                        MigrationEvent.StepFinished.class,
                        MigrationEvent.Finished.class);
    }

    @Test
    void isAtVersionZeroBeforeTheFirstRunAndChangesNothingByLooking() {
        assertThat(migrator(FIRST).version()).isZero();
        assertThat(migrator(FIRST).pending()).containsExactly(FIRST);
        assertThat(
                        database.<Boolean>transaction(tx ->
                                tx.queryOne(
                                                "select to_regclass('kingfisher_migration') is null as absent",
                                                row -> row.bool("absent"))
                                        .orElseThrow()))
                .isTrue();
    }

    @Test
    void doesAFailedMigrationNotAtAll() {
        var broken =
                Migration.script(
                        2,
                        "broken",
                        "alter table toy add name text; alter table toy add name text;");

        assertThatThrownBy(() -> migrator(FIRST, broken).run(events::add))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("migration 2 (broken)")
                .hasMessageContaining("already exists");
        assertThat(migrator(FIRST, SECOND).run(events::add)).containsExactly(SECOND);
    }

    @Test
    void refusesAMigrationThatWasChangedAfterItWasRun() {
        migrator(FIRST).run(events::add);
        var changed = Migration.script(1, "first", "create table toy (id bigint);");

        assertThatThrownBy(() -> migrator(changed).run(events::add))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("was changed after it was run")
                .hasMessageContaining(FIRST.checksum());
    }

    @Test
    void refusesADatabaseThatANewerReleaseHasContracted() {
        var second =
                Migration.of(2, "second", MigrationStep.contract("drop", new DropTable("toy")));
        migrator(FIRST, second).run(events::add);

        assertThatThrownBy(() -> migrator(FIRST).run(events::add))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("at version 2 (second), this release knows versions up to 1");
    }

    @Test
    void isUsableByNewCodeBeforeWhatOnlyContractsIsRun() {
        var second =
                Migration.of(2, "second", MigrationStep.contract("drop", new DropTable("toy")));
        var third = Migration.script(3, "third", "create table other (id integer);");
        migrator(FIRST).run(events::add);

        migrator(FIRST, second).run(RunOptions.everything().only(Phase.EXPAND), events::add);

        var state = database.transaction(Migrator::state);
        assertThat(state.has()).isEqualTo(2);
        assertThat(state.needs()).isLessThan(2);
        migrator(FIRST, second, third).run(events::add);
        assertThat(database.transaction(Migrator::state).needs()).isEqualTo(2);
        assertThat(migrator(FIRST, second, third).pending()).isEmpty();
    }

    @Test
    void refusesAListWithGaps() {
        assertThatThrownBy(() -> migrator(SECOND)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passesOnWhatTheScriptSays() {
        migrator(Migration.script(1, "noisy", "do $$ begin raise notice 'left out'; end $$"))
                .run(events::add);

        assertThat(events)
                .anySatisfy(event -> assertThat(event.text()).isEqualTo("migration 1: left out"));
    }

    @Test
    void triesAgainWhenAnotherSessionIsInTheWay() throws Exception {
        migrator(FIRST).run(events::add);
        var retried = new CountDownLatch(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var run =
                    database.transaction(tx -> {
                        tx.execute("select * from toy");
                        var started =
                                threads.submit(() ->
                                        migrator(FIRST, SECOND)
                                                .run(event -> {
                                                    if (event instanceof MigrationEvent.Retried) {
                                                        retried.countDown();
                                                    }
                                                }));
                        awaitUnchecked(retried);
                        return started;
                    });
            assertThat(run.get(20, TimeUnit.SECONDS)).containsExactly(SECOND);
        }
    }

    @Test
    void givesUpWhenAnotherSessionStaysInTheWay() {
        migrator(FIRST).run(events::add);
        var impatient =
                SETTINGS.withLockTimeout(Duration.ofMillis(20))
                        .givingUpAfter(Duration.ofMillis(200));

        database.run(tx -> {
            tx.execute("select * from toy");
            assertThatThrownBy(() ->
                            new Migrator(database, List.of(FIRST, SECOND), impatient)
                                    .run(events::add))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("lock timeout");
        });
    }

    @Test
    void letsOneRunAtATimeAndSaysWhomItWaitsFor() throws Exception {
        var waiting = new CountDownLatch(1);
        var told = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var run =
                    database.session(session -> {
                        session.execute("select pg_advisory_lock(?)", AdvisoryLocks.MIGRATION_RUN);
                        var started =
                                threads.submit(() ->
                                        migrator(FIRST)
                                                .run(event -> {
                                                    told.add(event.text());
                                                    waiting.countDown();
                                                }));
                        awaitUnchecked(waiting);
                        return started;
                    });
            assertThat(run.get(20, TimeUnit.SECONDS)).containsExactly(FIRST);
        }
        assertThat(told.getFirst())
                .contains("waiting for another migration run")
                .contains("kingfisher-process");
    }

    @Test
    void runsEachMigrationOnceWhenManyStartTogether() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = new ArrayList<java.util.concurrent.Future<List<Migration>>>();
            for (var number = 0; number < 4; number++) {
                runs.add(threads.submit(() -> migrator(FIRST, SECOND).run(_ -> {})));
            }
            var done = new ArrayList<Migration>();
            for (var run : runs) {
                done.addAll(run.get(20, TimeUnit.SECONDS));
            }
            assertThat(done).containsExactlyInAnyOrder(FIRST, SECOND);
        }
    }

    private Migrator migrator(Migration... migrations) {
        return new Migrator(database, List.of(migrations), SETTINGS);
    }

    private List<String> history() {
        return database.transaction(tx ->
                tx.query(
                        "select version || ' ' || name || ' ' || who || ' ' || (finished_at >= started_at) as line"
                                + " from kingfisher_migration order by version",
                        row -> row.text("line")));
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
