package org.kingfisherprocess.service.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.testing.TestDatabases;

@SuppressWarnings("NullAway.Init")
final class DatabaseTest {
    private static DatabaseSettings settings;
    private static Database database;

    @BeforeAll
    static void open() {
        settings = TestDatabases.empty();
        database = Database.open(settings);
        database.run(tx -> tx.execute("create table thing (id bigint primary key, name text)"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.run(tx -> tx.execute("truncate thing"));
    }

    @Test
    void commitsWhatReturns() {
        var changed =
                database.<Integer>transaction(
                        tx -> tx.execute("insert into thing values (1, 'a'), (2, 'b')"));

        assertThat(changed).isEqualTo(2);
        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void rollsBackWhatThrows() {
        assertThatThrownBy(() ->
                        database.run(tx -> {
                            tx.execute("insert into thing values (1, 'a')");
                            throw new IllegalStateException("no");
                        }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(names()).isEmpty();
    }

    @Test
    void undoesAFailedSavepointOnly() {
        database.run(tx -> {
            tx.execute("insert into thing values (1, 'kept')");
            assertThatThrownBy(() ->
                            tx.savepoint(inner -> {
                                inner.execute("insert into thing values (2, 'lost')");
                                return inner.execute("insert into thing values (1, 'twice')");
                            }))
                    .hasMessageContaining("duplicate key");
            tx.execute("insert into thing values (3, 'after')");
        });

        assertThat(names()).containsExactly("kept", "after");
    }

    @Test
    void repeatsAfterASerializationFailure() {
        var attempts = new AtomicInteger();

        database.run(tx -> {
            tx.execute("insert into thing values (1, 'a')");
            if (attempts.incrementAndGet() < 3) {
                tx.execute("do $$ begin raise exception using errcode = '40001'; end $$");
            }
        });

        assertThat(attempts).hasValue(3);
        assertThat(names()).containsExactly("a");
    }

    @Test
    void givesUpAfterSomeRepetitions() {
        var attempts = new AtomicInteger();

        var failure =
                failureOf(tx -> {
                    attempts.incrementAndGet();
                    tx.execute("do $$ begin raise exception using errcode = '40P01'; end $$");
                });

        assertThat(failure.failure()).isEqualTo(SqlFailure.LOCKED);
        assertThat(attempts).hasValue(5);
    }

    @Test
    void opensWithoutAServerAndSaysThatItIsAway() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var nowhere =
                DatabaseSettings.of("jdbc:postgresql://127.0.0.1:" + port + "/any", "me", "secret")
                        .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));

        try (var closed = Database.open(nowhere)) {
            assertThatThrownBy(() -> closed.run(tx -> tx.execute("select 1")))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> {
                                assertThat(e.failure()).isEqualTo(SqlFailure.AWAY);
                                assertThat(e)
                                        .hasMessageContaining("127.0.0.1:" + port)
                                        .hasMessageNotContaining("secret");
                            });
        }
    }

    @Test
    void saysAwayWhenTheConnectionIsEndedAndWorksAgainAfterwards() {
        var failure =
                failureOf(tx -> {
                    tx.execute("select pg_terminate_backend(pg_backend_pid())");
                    tx.execute("select 1");
                });

        assertThat(failure.failure()).isEqualTo(SqlFailure.AWAY);
        assertThat(failure.commitUncertain()).isFalse();
        assertThat(names()).isEmpty();
    }

    @Test
    void saysThatACommitIsUncertainWhenTheConnectionIsLostDuringIt() {
        database.run(tx -> {
            tx.execute("create table fatal (id integer)");
            tx.execute(
                    "create function die() returns trigger language plpgsql as $$ begin"
                            + " perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10); return null; end $$");
            tx.execute(
                    "create constraint trigger die after insert on fatal initially deferred for each row"
                            + " execute function die()");
        });

        var failure = failureOf(tx -> tx.execute("insert into fatal values (1)"));

        assertThat(failure.commitUncertain()).isTrue();
        assertThat(failure).hasMessageContaining("may or may not be stored");
    }

    @Test
    void saysLockedAfterALockTimeoutAndDataForADuplicate() {
        database.run(tx -> {
            tx.execute("lock table thing in access exclusive mode");
            var locked =
                    failureOf(other -> {
                        other.execute("set local lock_timeout = '50ms'");
                        other.execute("insert into thing values (1, 'a')");
                    });
            assertThat(locked.failure()).isEqualTo(SqlFailure.LOCKED);
            assertThat(locked.sqlState()).contains("55P03");
        });

        var duplicate = failureOf(tx -> tx.execute("insert into thing values (1, 'a'), (1, 'b')"));
        assertThat(duplicate.failure()).isEqualTo(SqlFailure.DATA);
    }

    @Test
    void doesNotTakeAWaitForALockForADeadConnection() throws Exception {
        var impatient = settings.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
        var locked = new CountDownLatch(1);
        try (var other = Database.open(impatient);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting =
                    threads.submit(() -> {
                        locked.await();
                        other.run(tx -> tx.execute("insert into thing values (1, 'waited')"));
                        return true;
                    });
            database.run(tx -> {
                tx.execute("lock table thing in access exclusive mode");
                locked.countDown();
                tx.execute("select pg_sleep(1.5)");
            });
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(names()).containsExactly("waited");
    }

    @Test
    void bindsArraysNullsTimesAndOptionals() {
        var id = UUID.fromString("018f4e2a-0000-7000-8000-000000000001");
        var at = Instant.parse("2024-02-29T12:00:00.123456Z");
        database.run(tx -> {
            tx.execute(
                    "insert into thing select * from unnest(?, ?)",
                    SqlArray.bigint(1, 2, 3),
                    SqlArray.text(
                            Arrays.asList(
                                    "plain", null, "quo\"te, \\ {brace} \u00e9\ud83d\ude00")));
            var read =
                    tx.queryOne(
                                    "select ?::timestamptz as at, ?::uuid as id, ?::text as none, ?::text as some, ? as list",
                                    row ->
                                            List.of(
                                                    row.instant("at"),
                                                    row.uuid("id"),
                                                    row.optionalText("none"),
                                                    row.text("some"),
                                                    row.texts("list")),
                                    at,
                                    id,
                                    null,
                                    Optional.of("x"),
                                    SqlArray.text(List.of("a", "b")))
                            .orElseThrow();
            assertThat(read).containsExactly(at, id, Optional.empty(), "x", List.of("a", "b"));
            assertThat(
                            tx.query(
                                    "select name from thing order by id",
                                    row -> row.optionalText("name")))
                    .containsExactly(
                            Optional.of("plain"),
                            Optional.empty(),
                            Optional.of("quo\"te, \\ {brace} \u00e9\ud83d\ude00"));
        });
    }

    @Test
    void namesTheColumnThatIsNullAgainstExpectation() {
        assertThatThrownBy(() ->
                        database.run(tx ->
                                tx.query(
                                        "select null::bigint as total",
                                        row -> row.longValue("total"))))
                .hasMessageContaining("total");
    }

    @Test
    void readsALargeResultThroughACursor() {
        var sum = new long[1];
        database.run(tx ->
                tx.forEach(
                        "select generate_series(1, 100000)::bigint as n",
                        row -> sum[0] += row.longValue("n")));

        assertThat(sum[0]).isEqualTo(5_000_050_000L);
    }

    @Test
    void forgetsLocksAndSettingsOfASession() {
        try (var single = Database.open(settings.withPoolSize(1))) {
            single.<Boolean>session(session -> {
                session.execute("select pg_advisory_lock(42)");
                session.execute("set work_mem = '1MB'");
                return session.transaction(
                        tx -> tx.execute("insert into thing values (1, 'in a session')") == 1);
            });
            single.run(tx -> {
                assertThat(tx.query("select 1 from pg_locks where locktype = 'advisory'", row -> 1))
                        .isEmpty();
                assertThat(tx.queryOne("show work_mem", row -> row.text("work_mem")))
                        .isNotEqualTo(Optional.of("1MB"));
            });
        }
        assertThat(names()).containsExactly("in a session");
    }

    @Test
    void endsASessionThatIsBrokenAndKeepsTheReason() {
        assertThatThrownBy(() ->
                        database.<Integer>session(session -> {
                            session.execute("select pg_terminate_backend(pg_backend_pid())");
                            return session.execute("select 1");
                        }))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.failure()).isEqualTo(SqlFailure.AWAY));
        assertThat(names()).isEmpty();
    }

    private static List<String> names() {
        return database.transaction(
                tx -> tx.query("select name from thing order by id", row -> row.text("name")));
    }

    private static DatabaseException failureOf(TxConsumer work) {
        return catchThrowableOfType(DatabaseException.class, () -> database.run(work));
    }
}
