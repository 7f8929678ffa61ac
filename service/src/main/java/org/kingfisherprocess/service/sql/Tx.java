package org.kingfisherprocess.service.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An open transaction, and the proof of being in one: only [Database] and [Session] make it, and
/// they commit it or roll it back. Used by one thread, and not after the work that received it has
/// returned.
public final class Tx {
    private static final int FETCH_ROWS = 1_000;

    private final Connection connection;
    private final Statements statements;

    Tx(Connection connection) {
        this.connection = connection;
        this.statements = new Statements(connection);
    }

    /// For what has no method here (COPY, for instance). Never commit or close it.
    public Connection connection() {
        return connection;
    }

    /// Runs a statement and returns how many rows it changed.
    public int execute(String sql, @Nullable Object... arguments) throws SQLException {
        return statements.execute(sql, arguments);
    }

    public <T extends @Nullable Object> List<T> query(
            String sql, RowMapper<T> mapper, @Nullable Object... arguments) throws SQLException {
        return statements.query(sql, mapper, arguments);
    }

    /// The only row, or empty; more than one is an error of ours.
    public <T> Optional<T> queryOne(String sql, RowMapper<T> mapper, @Nullable Object... arguments)
            throws SQLException {
        return statements.queryOne(sql, mapper, arguments);
    }

    /// Reads a result of any size through a cursor, a thousand rows at a time.
    public void forEach(String sql, RowConsumer consumer, @Nullable Object... arguments)
            throws SQLException {
        statements.forEach(FETCH_ROWS, sql, consumer, arguments);
    }

    /// Runs work that may fail without costing the transaction: if it throws, all that it did is
    /// undone, the exception goes on to the caller, and the transaction can be used further.
    public <T extends @Nullable Object> T savepoint(TxFunction<T> work) throws SQLException {
        var savepoint = connection.setSavepoint();
        try {
            var result = work.apply(this);
            connection.releaseSavepoint(savepoint);
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback(savepoint);
            } catch (SQLException rollback) {
                e.addSuppressed(rollback);
            }
            throw e;
        }
    }
}
