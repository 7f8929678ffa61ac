package org.kingfisherprocess.service.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

/// Those who hold up a migration, and are not to be held up by it.
@SuppressWarnings("NullAway.Init")
@Timeout(120)
final class InTheWayTest {
    private static final Migration COLUMN =
            Migration.script(2, "column", "alter table book add column author text");

    private final List<MigrationEvent> events = new CopyOnWriteArrayList<>();
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
    void getsThroughWorkersWhoseTransactionsLeaveNoGap() throws Exception {
        var go = new AtomicBoolean(true);
        var worked = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var workers = new ArrayList<java.util.concurrent.Future<Boolean>>();
            for (int number = 0; number < 3; number++) {
                workers.add(threads.submit(() -> work(go, worked)));
            }
            await().until(() -> worked.get() > 6);

            Toy.migrator(database, Toy.TABLES, COLUMN).run(events::add);

            var before = worked.get();
            await().until(() -> worked.get() > before + 6);
            go.set(false);
            for (var worker : workers) {
                assertThat(worker.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /// Transactions of 120 ms, longer than a migration queues for a lock, of several threads.
    private boolean work(AtomicBoolean go, AtomicLong worked) {
        while (go.get()) {
            boolean free =
                    database.transaction(tx -> {
                        if (!tx.queryOne(
                                        "select pg_try_advisory_xact_lock_shared(?) as free",
                                        row -> row.bool("free"),
                                        AdvisoryLocks.WORK)
                                .orElseThrow()) {
                            return false;
                        }
                        tx.execute("insert into book (shelf_id, title) values (1, 'work')");
                        tx.execute("select pg_sleep(0.12)");
                        return true;
                    });
            worked.addAndGet(free ? 1 : 0);
        }
        return true;
    }

    @Test
    void letsNoReaderWaitForLongBehindItWhileSomebodyIsIdleInATransaction() throws Exception {
        var longest = new AtomicLong();
        var go = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader = threads.submit(() -> read(go, longest));
            var run =
                    database.transaction(tx -> {
                        tx.query("select 1 from book limit 1", row -> 1);
                        var started =
                                threads.submit(() ->
                                        Toy.migrator(database, Toy.TABLES, COLUMN)
                                                .run(events::add));
                        await().atMost(Duration.ofSeconds(60)).until(() -> retries() >= 5);
                        return started;
                    });
            run.get(60, TimeUnit.SECONDS);
            go.set(false);
            reader.get(20, TimeUnit.SECONDS);
        }
        assertThat(Toy.count(database, "pg_attribute where attname = 'author'")).isEqualTo(1);
        assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void letsNoLoaderWaitForLongWhileTheHistoryGetsItsNewForm() throws Exception {
        try (var older = Database.open(TestDatabases.empty());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            older.run(Toy::asOfTheOlderEngine);
            var run =
                    older.transaction(tx -> {
                        Migrator.state(tx);
                        var started =
                                threads.submit(() -> Toy.migrator(older, Toy.TABLES).run(_ -> {}));
                        await().pollInterval(Duration.ofMillis(5))
                                .until(() -> waitsForTheHistory(older));
                        older.run(loader -> {
                            loader.execute("set local lock_timeout = '3s'");
                            assertThat(Migrator.state(loader).has()).isEqualTo(1);
                        });
                        return started;
                    });
            run.get(20, TimeUnit.SECONDS);
            assertThat(Toy.count(older, "kingfisher_migration where usable_at is not null"))
                    .isEqualTo(1);
        }
    }

    private static boolean waitsForTheHistory(Database older) {
        return Toy.count(
                        older,
                        "pg_locks where not granted and relation = 'kingfisher_migration'::regclass")
                > 0;
    }

    private long retries() {
        return events.stream().filter(MigrationEvent.Retried.class::isInstance).count();
    }

    private boolean read(AtomicBoolean go, AtomicLong longest) {
        while (go.get()) {
            long begun = System.nanoTime();
            Toy.count(database, "book");
            long took = System.nanoTime() - begun;
            longest.accumulateAndGet(took, Math::max);
        }
        return true;
    }

    @Test
    @Tag("slow")
    void endsAnAutovacuumThatIsInItsWay() {
        database.<Boolean>session(session -> {
            session.execute("alter system set autovacuum_naptime = '1s'");
            session.query("select pg_reload_conf()", row -> true);
            session.execute(
                    """
                    alter table book set (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
                        autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)
                    """);
            session.execute("update book set title = title || '.'");
            session.execute("update book set title = title || '.'");
            return true;
        });
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            Toy.count(
                                            database,
                                            "pg_stat_progress_vacuum where relid = 'book'::regclass")
                                    == 1);

            long begun = System.nanoTime();
            Toy.migrator(database, Toy.TABLES, COLUMN).run(events::add);

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(20));
            assertThat(events).anyMatch(MigrationEvent.Retried.class::isInstance);
        } finally {
            database.<Boolean>session(session -> {
                session.execute("alter system reset autovacuum_naptime");
                session.query("select pg_reload_conf()", row -> true);
                return true;
            });
        }
    }
}
