package org.kingfisherprocess.service.locks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.Tx;

/// Makes a session let go of its locks: cancels the statement that it runs, or, where it runs none,
/// ends it, since cancelling does nothing to a session that is idle in its transaction.
public final class Ending {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String NOT_PERMITTED = "42501";

    /// The same session in the same transaction as the one that was seen.
    private static final String SAME =
            "from pg_stat_activity where pid = ? and backend_start is not distinct from ? and xact_start is not distinct from ?";

    private static final String CANCEL = "select pg_cancel_backend(pid) as sent " + SAME;
    private static final String TERMINATE = "select pg_terminate_backend(pid) as sent " + SAME;

    private static final String STATE =
            "select coalesce(state, '') as state, exists (select from pg_locks where not granted"
                    + " and pg_stat_activity.pid = any (pg_blocking_pids(pg_locks.pid))) as blocks "
                    + SAME;

    private record State(String state, boolean blocks) {
        boolean active() {
            return state.equals("active");
        }
    }

    private final Database database;
    private final Protection protection;
    private final Duration patience;

    /// @param patience how long a session that was told to let go may take for it
    public Ending(Database database, Protection protection, Duration patience) {
        this.database = database;
        this.protection = protection;
        this.patience = patience;
    }

    /// Blocks until the session has let go, or patience ends.
    public Ended end(Backend backend) {
        var spared = protection.reason(backend);
        if (spared.isPresent()) {
            return new Ended.Spared(backend, spared.get());
        }
        try {
            return backend.active() ? cancel(backend) : terminate(backend);
        } catch (DatabaseException e) {
            if (e.sqlState().filter(NOT_PERMITTED::equals).isEmpty()) {
                throw e;
            }
            return new Ended.NotPermitted(backend, String.valueOf(e.getMessage()));
        }
    }

    private Ended cancel(Backend backend) {
        if (!send(CANCEL, backend)) {
            return new Ended.Gone(backend);
        }
        var left = awaitRelease(backend);
        if (left.isEmpty()) {
            return new Ended.Cancelled(backend);
        }
        if (left.get().active()) {
            return new Ended.StillThere(backend, patience);
        }
        send(TERMINATE, backend);
        return awaitRelease(backend).isEmpty()
                ? new Ended.TerminatedAfterCancelling(backend)
                : new Ended.StillThere(backend, patience);
    }

    private Ended terminate(Backend backend) {
        if (!send(TERMINATE, backend)) {
            return new Ended.Gone(backend);
        }
        return awaitRelease(backend).isEmpty()
                ? new Ended.Terminated(backend)
                : new Ended.StillThere(backend, patience);
    }

    private boolean send(String statement, Backend backend) {
        return database.transaction(tx ->
                tx.queryOne(
                                statement,
                                row -> row.bool("sent"),
                                backend.pid(),
                                backend.startedAt(),
                                backend.transactionStartedAt())
                        .orElse(false));
    }

    /// How it still blocks somebody in the end; empty once it does not.
    private Optional<State> awaitRelease(Backend backend) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var state = state(backend).filter(State::blocks);
            // A statement that was cancelled inside a savepoint leaves the rest of its transaction.
            if (state.isEmpty()
                    || System.nanoTime() > deadline
                    || (backend.active() && !state.get().active())) {
                return state;
            }
            pause();
        }
    }

    private Optional<State> state(Backend backend) {
        return database.transaction(tx -> read(tx, backend));
    }

    private static Optional<State> read(Tx tx, Backend backend) throws SQLException {
        return tx.queryOne(
                STATE,
                row -> new State(row.text("state"), row.bool("blocks")),
                backend.pid(),
                backend.startedAt(),
                backend.transactionStartedAt());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a session was to let go", e);
        }
    }
}
