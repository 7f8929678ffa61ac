package org.kingfisherprocess.service.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// Real sessions that get in each other's way: each a connection in a transaction.
public final class Sessions implements AutoCloseable {
    /// How long a test waits for what takes milliseconds.
    public static final Duration SOON = Duration.ofSeconds(10);

    /// A statement that runs on a thread of its own.
    public record Begun(Future<String> future) {
        /// Waits for its end: the error's SQLState, or an empty text.
        public String outcome() throws Exception {
            return future.get(10, TimeUnit.SECONDS);
        }
    }

    /// One session.
    public static final class Actor {
        private final Connection connection;
        private final ExecutorService thread;
        private final int pid;

        private Actor(Connection connection, ExecutorService thread) throws SQLException {
            this.connection = connection;
            this.thread = thread;
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("select pg_backend_pid()")) {
                result.next();
                this.pid = result.getInt(1);
            }
            connection.setAutoCommit(false);
        }

        public int pid() {
            return pid;
        }

        /// Runs a statement and waits for its end.
        public Actor does(String sql) throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return this;
        }

        /// Runs a statement that has to wait, on a thread of its own.
        public Begun begins(String sql) {
            return new Begun(
                    thread.submit(() -> {
                        try {
                            does(sql);
                            return "";
                        } catch (SQLException e) {
                            return String.valueOf(e.getSQLState());
                        }
                    }));
        }

        public void commit() throws SQLException {
            connection.commit();
        }
    }

    private final DatabaseSettings settings;
    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public Sessions(DatabaseSettings settings) {
        this.settings = settings;
    }

    public Actor open(String application) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", application);
        var connection = DriverManager.getConnection(settings.url(), properties);
        connections.add(connection);
        return new Actor(connection, threads);
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.abort(Runnable::run);
        }
        threads.close();
    }
}
