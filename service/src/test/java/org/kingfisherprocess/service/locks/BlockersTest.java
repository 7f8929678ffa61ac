package org.kingfisherprocess.service.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.locks.BlockerTree.Node;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.Sessions;
import org.kingfisherprocess.service.testing.TestDatabases;

/// Real sessions in each other's way, what is told about them, and how they are ended.
@SuppressWarnings("NullAway.Init")
final class BlockersTest {
    private static final Protection NOBODY = new Protection(List.of());

    private Database database;
    private Sessions sessions;

    @BeforeEach
    void open() {
        var settings = TestDatabases.empty();
        database = Database.open(settings);
        sessions = new Sessions(settings);
        database.run(tx -> {
            tx.execute("create table toy (id integer primary key, name text)");
            tx.execute("insert into toy values (1, 'a'), (2, 'b')");
        });
    }

    @AfterEach
    void close() throws SQLException {
        sessions.close();
        database.close();
    }

    @Test
    void tellsNothingWhereNobodyWaits() throws SQLException {
        sessions.open("reader").does("select * from toy");

        assertThat(Blockers.read(database).isEmpty()).isTrue();
    }

    @Test
    void showsAReaderBehindAWaitingAlterBehindAnIdleTransaction() throws SQLException {
        var idle = sessions.open("forgotten psql").does("update toy set name = 'c' where id = 1");
        var alter = sessions.open("migration");
        alter.begins("alter table toy add size integer");
        awaitWaiting(1);
        var reader = sessions.open("report");
        reader.begins("select count(*)\n  from toy");
        awaitWaiting(2);

        var tree = Blockers.read(database);

        assertThat(tree.roots()).hasSize(1);
        var root = tree.roots().getFirst();
        assertThat(root.backend().pid()).isEqualTo(idle.pid());
        assertThat(root.backend().state()).isEqualTo("idle in transaction");
        assertThat(root.backend().query()).isEqualTo("update toy set name = 'c' where id = 1");
        assertThat(root.behind()).isEqualTo(2);
        var waiting = root.waiting().getFirst();
        assertThat(waiting.backend().pid()).isEqualTo(alter.pid());
        assertThat(waiting.waits())
                .hasValueSatisfying(wait -> {
                    assertThat(wait.mode()).isEqualTo("AccessExclusiveLock");
                    assertThat(wait.object()).isEqualTo("table toy");
                    assertThat(wait.table()).hasValue("toy");
                    assertThat(wait.blockersMode()).isEqualTo("RowExclusiveLock");
                    assertThat(wait.queued()).isFalse();
                });
        var last = waiting.waiting().getFirst();
        assertThat(last.backend().pid()).isEqualTo(reader.pid());
        assertThat(last.backend().query()).isEqualTo("select count(*) from toy");
        assertThat(last.waits()).hasValueSatisfying(wait -> assertThat(wait.queued()).isTrue());
        assertThat(tree.lines())
                .hasSize(3)
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .contains("forgotten psql", "idle in transaction for"),
                        line ->
                                assertThat(line)
                                        .startsWith("└─ process " + alter.pid())
                                        .contains(
                                                "for AccessExclusiveLock on table toy (held: RowExclusiveLock)"),
                        line ->
                                assertThat(line)
                                        .startsWith("   └─ process " + reader.pid())
                                        .contains("queued behind AccessExclusiveLock"));
    }

    @Test
    void namesTheTableWhoseRowIsWaitedFor() throws SQLException {
        sessions.open("first").does("update toy set name = 'c' where id = 1");
        sessions.open("second").begins("update toy set name = 'd' where id = 1");
        awaitWaiting(1);

        assertThat(waitOf(Blockers.read(database).roots().getFirst().waiting().getFirst()).object())
                .isEqualTo("a row of toy");
    }

    @Test
    void tellsAdvisoryLocksByTheirKey() throws SQLException {
        sessions.open("first").does("select pg_advisory_lock(4711)").commit();
        sessions.open("second").begins("select pg_advisory_lock(4711)");
        awaitWaiting(1);

        var root = Blockers.read(database).roots().getFirst();

        assertThat(root.backend().state()).isEqualTo("idle");
        assertThat(waitOf(root.waiting().getFirst()).object()).isEqualTo("advisory lock 4711");
        assertThat(ending(NOBODY).end(root.backend())).isInstanceOf(Ended.Terminated.class);
        awaitWaiting(0);
    }

    @Test
    void tellsOfAPreparedTransactionAndThatItHasNoSessionToEnd() throws SQLException {
        sessions.open("two phases").does("lock table toy").does("prepare transaction 'left-over'");
        var waiting = sessions.open("reader").begins("select * from toy");
        try {
            awaitWaiting(1);

            assertThat(root().query()).isEqualTo("rollback prepared 'left-over'");
            assertThat(ending(NOBODY).end(root()).text()).contains("rollback prepared 'left-over'");
        } finally {
            database.<@Nullable Void>session(session -> {
                session.execute("rollback prepared 'left-over'");
                return null;
            });
        }
        await().atMost(Sessions.SOON).until(() -> waiting.future().isDone());
    }

    @Test
    void terminatesASessionThatIsIdleInItsTransaction() throws Exception {
        sessions.open("forgotten psql").does("lock table toy");
        var waiting = sessions.open("reader").begins("select * from toy");
        awaitWaiting(1);

        var ended = ending(NOBODY).end(root());

        assertThat(ended).isInstanceOf(Ended.Terminated.class);
        assertThat(ended.text()).contains("forgotten psql", "idle in transaction");
        assertThat(waiting.outcome()).isEmpty();
    }

    @Test
    void cancelsAStatementThatRuns() throws Exception {
        var report = sessions.open("report").does("lock table toy").begins("select pg_sleep(600)");
        var waiting = sessions.open("reader").begins("select * from toy");
        awaitWaiting(1);
        await().atMost(Sessions.SOON).until(() -> root().active());

        assertThat(ending(NOBODY).end(root())).isInstanceOf(Ended.Cancelled.class);

        assertThat(report.outcome()).isEqualTo("57014");
        assertThat(waiting.outcome()).isEmpty();
    }

    @Test
    void endsTheSessionWhoseTransactionOutlivesItsCancelledStatement() throws Exception {
        var actor = sessions.open("report").does("lock table toy").does("savepoint here");
        actor.begins("select pg_sleep(600)");
        var waiting = sessions.open("reader").begins("select * from toy");
        awaitWaiting(1);
        await().atMost(Sessions.SOON).until(() -> root().active());

        assertThat(ending(NOBODY).end(root())).isInstanceOf(Ended.TerminatedAfterCancelling.class);

        assertThat(waiting.outcome()).isEmpty();
    }

    @Test
    void sparesThoseOnTheList() throws Exception {
        sessions.open("pg_dump").does("select * from toy");
        sessions.open("migration").begins("alter table toy add size integer");
        awaitWaiting(1);
        var protection = new Protection(List.of("nobody", "pg_*"));

        var ended = ending(protection).end(root());

        assertThat(ended).isInstanceOf(Ended.Spared.class);
        assertThat(ended.done()).isFalse();
        assertThat(ended.text()).contains("pg_*");
        assertThat(Blockers.read(database).waiting()).isEqualTo(1);
    }

    @Test
    void leavesAloneAnotherTransactionOfTheSameSession() throws Exception {
        var actor = sessions.open("psql").does("lock table toy");
        sessions.open("reader").begins("select * from toy");
        awaitWaiting(1);
        var seen = root();
        actor.commit();
        actor.does("select * from toy");

        assertThat(ending(NOBODY).end(seen)).isInstanceOf(Ended.Gone.class);

        actor.does("select 1");
    }

    @Test
    void findsTheRootsInTheWayOfOneSession() throws SQLException {
        var first = sessions.open("first").does("select * from toy");
        var alter = sessions.open("kingfisher-process migration");
        alter.begins("alter table toy add size integer");
        awaitWaiting(1);
        var reader = sessions.open("reader");
        reader.begins("select * from toy");
        awaitWaiting(2);

        var tree = Blockers.read(database);

        assertThat(tree.rootsInTheWayOf(node -> node.backend().ours()))
                .extracting(Backend::pid)
                .containsExactly(first.pid());
        assertThat(tree.rootsInTheWayOf(node -> node.backend().pid() == reader.pid()))
                .extracting(Backend::pid)
                .containsExactly(first.pid());
        assertThat(tree.rootsInTheWayOf(node -> node.backend().pid() == 1)).isEmpty();
        assertThat(tree.only(node -> node.backend().pid() == 1).isEmpty()).isTrue();
    }

    @Test
    void endsADeadlockInNoEndlessTree() {
        var first = backend(1);
        var second = backend(2);
        var wait =
                new Wait(
                        "ShareLock",
                        "a row of toy",
                        Optional.empty(),
                        Duration.ZERO,
                        "ExclusiveLock",
                        false);

        var tree =
                BlockerTree.of(
                        Map.of(1, first, 2, second),
                        List.of(
                                new BlockerTree.Edge(1, 2, wait),
                                new BlockerTree.Edge(2, 1, wait)));

        assertThat(tree.roots()).hasSize(1);
        assertThat(tree.lines()).hasSize(2);
    }

    private Backend root() {
        return Blockers.read(database).roots().getFirst().backend();
    }

    private static Wait waitOf(Node node) {
        return node.waits().orElseThrow();
    }

    private Ending ending(Protection protection) {
        return new Ending(database, protection, Sessions.SOON);
    }

    private void awaitWaiting(int count) {
        await().atMost(Sessions.SOON).until(() -> Blockers.read(database).waiting() == count);
    }

    private static Backend backend(int pid) {
        return new Backend(
                pid,
                Optional.empty(),
                "client backend",
                "u",
                "",
                "",
                "active",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                "");
    }
}
