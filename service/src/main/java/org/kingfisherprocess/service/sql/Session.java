package org.kingfisherprocess.service.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// One connection held for a while, in autocommit: for session locks, `create index concurrently`,
/// `listen`. Used by one thread. What it set with `set` is reset before the connection goes back to
/// the pool, and its session locks are let go.
public final class Session {
    private final Connection connection;
    private final Statements statements;

    Session(Connection connection) {
        this.connection = connection;
        this.statements = new Statements(connection);
    }

    public Connection connection() {
        return connection;
    }

    public int execute(String sql, @Nullable Object... arguments) throws SQLException {
        return statements.execute(sql, arguments);
    }

    public <T extends @Nullable Object> List<T> query(
            String sql, RowMapper<T> mapper, @Nullable Object... arguments) throws SQLException {
        return statements.query(sql, mapper, arguments);
    }

    public <T> Optional<T> queryOne(String sql, RowMapper<T> mapper, @Nullable Object... arguments)
            throws SQLException {
        return statements.queryOne(sql, mapper, arguments);
    }

    /// Cancels what another thread runs on it, if it does. For any thread.
    public void cancel() throws SQLException {
        connection.unwrap(PGConnection.class).cancelQuery();
    }

    /// A transaction on this connection. Not retried: the session decides what a failure means.
    public <T extends @Nullable Object> T transaction(TxFunction<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var result = work.apply(new Tx(connection));
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            Rollback.after(e, connection);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }
}
