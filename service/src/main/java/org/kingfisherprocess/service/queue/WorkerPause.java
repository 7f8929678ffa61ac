package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// Whether all workers on all machines stand still, by somebody's wish. Kept in the database, so it
/// outlasts restarts. Loading is no work in this sense, and goes on.
public final class WorkerPause implements StepGate {
    private static final String FIND = "select paused_at, paused_by, reason from worker_pause";

    private static final String PAUSE =
            """
            insert into worker_pause (paused_by, reason) values (?, ?)
            on conflict (single) do update set paused_by = excluded.paused_by, reason = excluded.reason
            """;

    private static final String RESUME = "delete from worker_pause";

    private static final String UNDER_WAY =
            """
            select count(*) as n from pg_locks
            where locktype = 'advisory' and granted and mode = 'ShareLock' and objsubid = 1
                and database = (select oid from pg_database where datname = current_database())
                and classid::bigint << 32 | objid::bigint = ?
            """;

    /// Who wished it, when and why.
    public record Paused(Instant since, String by, String reason) {}

    @Override
    public boolean isOpen(Tx tx) throws SQLException {
        return find(tx).isEmpty();
    }

    public Optional<Paused> find(Tx tx) throws SQLException {
        return tx.queryOne(FIND, WorkerPause::paused);
    }

    /// Steps that are under way end; no further one is begun.
    public void pause(Tx tx, String by, String reason) throws SQLException {
        tx.execute(PAUSE, by, reason);
    }

    /// Returns false if nobody had paused them.
    public boolean resume(Tx tx) throws SQLException {
        boolean was = tx.execute(RESUME) > 0;
        new StepQueue().wake(tx);
        return was;
    }

    /// How many steps are under way, on all machines.
    public long underWay(Tx tx) throws SQLException {
        return tx.queryOne(UNDER_WAY, row -> row.longValue("n"), AdvisoryLocks.STEPS).orElseThrow();
    }

    private static Paused paused(Row row) throws SQLException {
        return new Paused(row.instant("paused_at"), row.text("paused_by"), row.text("reason"));
    }
}
