package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Tx;

/// Workers hold a lock shared for the length of each transaction; taking it exclusively waits for
/// those under way and holds back the rest. It is asked for in short turns, so that a worker whose
/// transaction takes long does not keep all others waiting as well.
final class WorkersStandStill {
    private static final Duration TURN = Duration.ofMillis(500);
    private static final Duration BETWEEN_TURNS = Duration.ofMillis(250);

    /// Long enough for what is under way when old code ends.
    static final Duration BARRIER_LIMIT = Duration.ofMinutes(10);

    private final StepContext context;

    WorkersStandStill(StepContext context) {
        this.context = context;
    }

    /// Returns when no worker is in a transaction; none begins one until [#goOn].
    void await(Duration limit) throws SQLException {
        var session = context.session();
        long started = System.nanoTime();
        while (!tryOnce()) {
            var holders = LockHolders.of(session, AdvisoryLocks.WORK);
            if (StepContext.elapsed(started).compareTo(limit) > 0) {
                throw new MigrationException(
                        "%s needs the workers to stand still, and after %s these are still under way: %s. End them, or let it wait longer"
                                .formatted(context.address(), limit, String.join("; ", holders)));
            }
            context.tell(new MigrationEvent.WaitingForWorkers(context.address(), holders));
            Pause.of(BETWEEN_TURNS);
            context.proceed();
        }
    }

    /// For a moment, inside a transaction. Returns whether they stand still: if not in time, then
    /// not.
    boolean hold(Tx tx) throws SQLException {
        tx.execute("set local lock_timeout = " + TURN.toMillis());
        try {
            return tx.savepoint(inner -> {
                inner.query("select pg_advisory_lock(?)", row -> true, AdvisoryLocks.WORK);
                return true;
            });
        } catch (SQLException e) {
            if (!Sqlstates.isInTheWay(e)) {
                throw e;
            }
            return false;
        }
    }

    void goOn() throws SQLException {
        context.session()
                .query(
                        "select pg_advisory_unlock(?) as gone",
                        row -> row.bool("gone"),
                        AdvisoryLocks.WORK);
    }

    private boolean tryOnce() throws SQLException {
        var session = context.session();
        try {
            session.execute("set lock_timeout = " + TURN.toMillis());
            session.query("select pg_advisory_lock(?)", row -> true, AdvisoryLocks.WORK);
            return true;
        } catch (SQLException e) {
            if (!Sqlstates.isInTheWay(e)) {
                throw e;
            }
            return false;
        } finally {
            session.execute("set lock_timeout = 0");
        }
    }
}
