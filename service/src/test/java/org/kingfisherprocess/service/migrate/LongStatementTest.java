package org.kingfisherprocess.service.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.testing.TestDatabases;

/// An index whose build takes hours, and what happens to it.
@SuppressWarnings("NullAway.Init")
@Timeout(120)
final class LongStatementTest {
    private static final Migration INDEX =
            Migration.of(
                    2,
                    "index",
                    MigrationStep.expand(
                            "slow", ConcurrentIndex.on("book", "book_slow_idx", "(slow(id))")));

    private final List<MigrationEvent> events = new ArrayList<>();
    private DatabaseSettings settings;
    private Database database;

    @BeforeEach
    void open() {
        settings = TestDatabases.empty();
        database = Database.open(settings);
        Toy.migrator(database, Toy.TABLES).run(_ -> {});
        database.run(tx -> Toy.fill(tx, 2_000));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isCutOffWhenTheRunIsToldToStopAndBuiltAnewByTheNext() throws Exception {
        slow("perform pg_sleep(10)");
        var control = new MigrationControl();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var run =
                    threads.submit(() ->
                            Toy.migrator(database, Toy.TABLES, INDEX)
                                    .run(RunOptions.everything().under(control), _ -> {}));
            await().until(this::isBuilding);

            control.stop();

            assertThatThrownBy(() -> run.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MigrationStoppedException.class);
        }
        assertThat(Toy.count(database, "pg_index where not indisvalid")).isEqualTo(1);
        slow("null");

        Toy.migrator(database, Toy.TABLES, INDEX).run(_ -> {});

        assertBuilt();
    }

    @Test
    void isTriedAgainWhenTheServerEndsADeadlockWithIt() {
        database.run(tx -> tx.execute("create sequence tries"));
        slow(
                "if nextval('public.tries') = 1 then raise 'deadlock detected' using errcode = '40P01'; end if");

        Toy.migrator(database, Toy.TABLES, INDEX).run(events::add);

        assertBuilt();
        assertThat(events)
                .anySatisfy(event ->
                        assertThat(event.text()).contains("again in").contains("deadlock"));
    }

    @Test
    void endsWithTheProcessOfItsRun() throws Exception {
        var name = settings.url().replaceAll(".*/", "");
        database.run(tx ->
                tx.execute(
                        "alter database %s set client_connection_check_interval = 0"
                                .formatted(name)));
        slow("perform pg_sleep(10)");
        var connection = new CompletableFuture<Connection>();
        try (var mortal = Database.open(settings);
                var threads = Executors.newSingleThreadExecutor()) {
            var run =
                    threads.submit(() ->
                            mortal.session(session -> {
                                connection.complete(session.connection());
                                return new Run(
                                                List.of(Toy.TABLES, INDEX),
                                                List.of(),
                                                Toy.SETTINGS,
                                                RunOptions.everything(),
                                                _ -> {})
                                        .onSession(session);
                            }));
            await().until(this::isBuilding);

            connection.get().abort(Runnable::run);

            assertThatThrownBy(() -> run.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(DatabaseException.class);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !database.<Boolean>transaction(Migrator::underWay));
        }
    }

    private void slow(String what) {
        database.run(tx ->
                tx.execute(
                        "create or replace function slow(integer) returns integer immutable language plpgsql as $$ begin %s; return $1; end $$"
                                .formatted(what)));
    }

    private boolean isBuilding() {
        return Toy.count(
                        database,
                        "pg_stat_activity where datname = current_database() and state = 'active' and wait_event = 'PgSleep' and query like 'create index%'")
                == 1;
    }

    private void assertBuilt() {
        assertThat(
                        Toy.count(
                                database,
                                "pg_index where indexrelid = 'book_slow_idx'::regclass and indisvalid"))
                .isEqualTo(1);
    }
}
