package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Session;

/// One run at a time on a database: a session advisory lock, let go by the server when the session
/// ends, however it ends. Taken by trying again and again, never by waiting inside the server: a
/// waiter counts as a transaction there, and a concurrent index build would wait for it for ever.
final class RunLock {
    /// Any number of our own: the letters "kpmigr".
    static final long KEY = 0x6b706d696772L;

    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final String TRY = "select pg_try_advisory_lock(?) as taken";

    private static final String HOLDER =
            """
            select format('process %s, %s, %s, since %s',
                pid, coalesce(usename, '?'), application_name, date_trunc('second', backend_start)) as holder
            from pg_stat_activity
            where pid in (
                select pid from pg_locks
                where locktype = 'advisory' and granted
                    and database = (select oid from pg_database where datname = current_database())
                    and classid::bigint << 32 | objid::bigint = ?)
            """;

    private RunLock() {}

    static void take(Session session, Duration limit, MigrationListener listener)
            throws SQLException {
        var giveUpAt = System.nanoTime() + limit.toNanos();
        var told = Optional.<String>empty();
        while (!session.queryOne(TRY, row -> row.bool("taken"), KEY).orElseThrow()) {
            var holder =
                    session.queryOne(HOLDER, row -> row.text("holder"), KEY).orElse("already gone");
            if (System.nanoTime() > giveUpAt) {
                throw new MigrationException(
                        "another migration run held the lock for %s (%s); wait for it or end it, then try again"
                                .formatted(limit, holder));
            }
            if (!told.equals(Optional.of(holder))) {
                listener.happened(new MigrationEvent.Waiting(holder));
                told = Optional.of(holder);
            }
            Pause.of(PAUSE);
        }
    }
}
