package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Session;

/// One run at a time on a database: a session advisory lock, let go by the server when the session
/// ends, however it ends. Taken by trying again and again, never by waiting inside the server: a
/// waiter counts as a transaction there, and a concurrent index build would wait for it for ever.
/// Nobody stands behind who tries, so it is tried without a limit: a run may take hours, and the
/// server ends the session of one that died ([DeadClient]).
final class RunLock {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final String TRY = "select pg_try_advisory_lock(?) as taken";

    private RunLock() {}

    static void take(Session session, MigrationControl control, MigrationListener listener)
            throws SQLException {
        var told = Optional.<String>empty();
        while (!session.queryOne(TRY, row -> row.bool("taken"), AdvisoryLocks.MIGRATION_RUN)
                .orElseThrow()) {
            var holders = LockHolders.of(session, AdvisoryLocks.MIGRATION_RUN);
            var holder = holders.isEmpty() ? "already gone" : String.join("; ", holders);
            if (!told.equals(Optional.of(holder))) {
                listener.happened(new MigrationEvent.Waiting(holder));
                told = Optional.of(holder);
            }
            Pause.of(PAUSE);
            control.proceed(listener);
        }
    }
}
