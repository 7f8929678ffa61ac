package org.kingfisherprocess.bench.process;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Holds the strongest lock on a table, as a careless `ALTER` or a forgotten session does, until
/// closed.
public final class TableLock implements AutoCloseable {
    private final Connection connection;

    private TableLock(Connection connection) {
        this.connection = connection;
    }

    /// Returns when the lock is held.
    public static TableLock take(String url, String table) {
        try {
            var connection = DriverManager.getConnection(url);
            try (var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("lock table " + table + " in access exclusive mode");
                return new TableLock(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot lock " + table + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot let go of a lock: " + e.getMessage(), e);
        }
    }
}
