package org.kingfisherprocess.service.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A pool of connections to one database. Opening it does not connect: a server that is away shows
/// at the first transaction, as a [DatabaseException] of [SqlFailure#AWAY], and costs nothing
/// before. Thread-safe.
public final class Database implements AutoCloseable {
    /// A deadlock or a serialization failure is somebody else's luck; five in a row are a defect
    /// that must be seen.
    private static final int ATTEMPTS = 5;

    /// "cached plan must not change result type": every connection that prepared the statement
    /// meets it again and again, so all are made anew.
    private static final String PREPARED_BEFORE_A_MIGRATION = "0A000";

    private static final int FIRST_BACK_OFF_MILLIS = 20;

    /// The pool pings idle connections, so that a firewall does not forget them.
    private static final Duration PING_IDLE_EVERY = Duration.ofMinutes(2);

    /// How often it is asked whether the database has moved: as soon as somebody would try again.
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Supplier<Optional<DatabaseSettings>> settings;
    private final TxConsumer beginning;
    private final Optional<Database> whole;
    private @Nullable HikariDataSource pool;
    private long lookedAt;
    private String place = "PostgreSQL";
    private boolean closed;

    private Database(
            Supplier<Optional<DatabaseSettings>> settings,
            TxConsumer beginning,
            Optional<Database> whole) {
        this.settings = settings;
        this.beginning = beginning;
        this.whole = whole;
    }

    public static Database open(DatabaseSettings settings) {
        return following(() -> Optional.of(settings));
    }

    /// One that may move to another address, or whose address is not known yet: it is away until
    /// the supplier knows it, and follows where that says it has gone.
    public static Database following(Supplier<Optional<DatabaseSettings>> settings) {
        return new Database(settings, _ -> {}, Optional.empty());
    }

    /// The same pool, with something that each transaction does first: look whether it may work
    /// now, for instance. Closing it closes nothing.
    public Database beginningWith(TxConsumer first) {
        return new Database(settings, first, Optional.of(this));
    }

    private HikariDataSource pool() {
        return whole.isPresent() ? whole.get().pool() : ownPool();
    }

    private synchronized HikariDataSource ownPool() {
        if (closed) {
            throw away("the pool is closed");
        }
        var now = System.nanoTime();
        if (pool == null || now - lookedAt >= LOOK.toNanos()) {
            lookedAt = now;
            settings.get().ifPresent(this::moveTo);
        }
        if (pool == null) {
            throw away("it is not started yet");
        }
        return pool;
    }

    private String where() {
        return whole.map(Database::where).orElse(place);
    }

    /// Whoever has a connection of the pool before keeps it until it breaks.
    private void moveTo(DatabaseSettings known) {
        if (pool != null && place.equals(known.place())) {
            return;
        }
        var before = pool;
        place = known.place();
        pool = newPool(known);
        if (before != null) {
            before.close();
        }
    }

    private DatabaseException away(String reason) {
        return new DatabaseException(
                place, new SQLTransientConnectionException(reason, "08001"), false);
    }

    private static HikariDataSource newPool(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setPoolName(settings.applicationName());
        config.setAutoCommit(false);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(settings.acquireTimeout().toMillis());
        config.setValidationTimeout(
                Math.min(
                        settings.connectTimeout().toMillis(),
                        settings.acquireTimeout().toMillis()));
        config.setKeepaliveTime(PING_IDLE_EVERY.toMillis());
        config.addDataSourceProperty("ApplicationName", settings.applicationName());
        config.addDataSourceProperty(
                "connectTimeout", Math.max(1, settings.connectTimeout().toSeconds()));
        config.addDataSourceProperty("socketFactory", KeepAliveSockets.class.getName());
        return new HikariDataSource(config);
    }

    /// The pool, for libraries that speak JDBC themselves. Its connections commit nothing by
    /// themselves.
    public DataSource dataSource() {
        return pool();
    }

    /// Runs work in a transaction: commits when it returns, rolls back when it throws. Deadlocks
    /// and serialization failures (40P01, 40001) are tried again a few times, and so is what fails
    /// because a migration changed a column's type under a statement that was prepared before: the
    /// work must have no effect outside the transaction.
    public <T extends @Nullable Object> T transaction(TxFunction<T> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                return attempt(work);
            } catch (DatabaseException e) {
                if (attempt == ATTEMPTS || !worthRepeating(e)) {
                    throw e;
                }
                backOff(attempt, e);
            }
        }
    }

    /// The same for work without a result.
    public void run(TxConsumer work) {
        this.<@Nullable Void>transaction(tx -> {
            work.accept(tx);
            return null;
        });
    }

    /// Runs work on one connection in autocommit mode. Whatever the work left in the session
    /// (locks, settings, listening) is gone when this returns.
    public <T extends @Nullable Object> T session(SessionFunction<T> work) {
        try (var connection = pool().getConnection()) {
            connection.setAutoCommit(true);
            T result;
            try {
                result = work.apply(new Session(connection));
            } catch (SQLException | RuntimeException | Error e) {
                forget(connection, e);
                throw e;
            }
            forget(connection);
            return result;
        } catch (SQLException e) {
            throw new DatabaseException(where(), e, false);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.close();
        }
    }

    private <T extends @Nullable Object> T attempt(TxFunction<T> work) {
        var committing = false;
        try (var connection = pool().getConnection()) {
            var result = applied(work, connection);
            committing = true;
            connection.commit();
            committing = false;
            return result;
        } catch (SQLException e) {
            if (PREPARED_BEFORE_A_MIGRATION.equals(e.getSQLState())) {
                pool().getHikariPoolMXBean().softEvictConnections();
            }
            throw new DatabaseException(
                    where(), e, committing && SqlFailure.of(e) == SqlFailure.AWAY);
        }
    }

    private <T extends @Nullable Object> T applied(TxFunction<T> work, Connection connection)
            throws SQLException {
        try {
            var tx = new Tx(connection);
            beginning.accept(tx);
            return work.apply(tx);
        } catch (SQLException | RuntimeException | Error e) {
            Rollback.after(e, connection);
            throw e;
        }
    }

    /// The name by which people find us in pg_stat_activity is no part of what is to be forgotten.
    private void forget(Connection connection) throws SQLException {
        var name = pool().getDataSourceProperties().getProperty("ApplicationName");
        try (var statement = connection.createStatement()) {
            statement.execute("discard all");
        }
        connection.setClientInfo("ApplicationName", name);
    }

    /// A session that cannot even forget is broken: it is ended, and the server lets go of what it
    /// held.
    private void forget(Connection connection, Throwable reason) throws SQLException {
        try {
            forget(connection);
        } catch (SQLException e) {
            reason.addSuppressed(e);
            connection.abort(Runnable::run);
        }
    }

    private static boolean worthRepeating(DatabaseException failure) {
        return failure.sqlState()
                .filter(state ->
                        state.equals("40001")
                                || state.equals("40P01")
                                || state.equals(PREPARED_BEFORE_A_MIGRATION))
                .isPresent();
    }

    private static void backOff(int attempt, DatabaseException failure) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, FIRST_BACK_OFF_MILLIS << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
