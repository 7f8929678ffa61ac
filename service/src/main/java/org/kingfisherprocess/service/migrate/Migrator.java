package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.Tx;

/// Runs the migrations of a list that a database has not had yet, each in a transaction with its
/// line in the history, so that a killed run has done each wholly or not at all and the next run
/// goes on from there.
public final class Migrator {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Database database;
    private final List<Migration> migrations;
    private final MigratorSettings settings;

    /// The list must be in order of version, without gaps, from 1.
    public Migrator(Database database, List<Migration> migrations, MigratorSettings settings) {
        for (var index = 0; index < migrations.size(); index++) {
            if (migrations.get(index).version() != index + 1) {
                throw new IllegalArgumentException(
                        "migration number %d of the list has version %d"
                                .formatted(index + 1, migrations.get(index).version()));
            }
        }
        this.database = database;
        this.migrations = List.copyOf(migrations);
        this.settings = settings;
    }

    /// What a run would do. Changes nothing, takes no lock.
    public List<Migration> pending() {
        return database.transaction(tx -> History.pending(History.read(tx), migrations));
    }

    /// The version that the database is at; 0 before the first.
    public int version() {
        return database.transaction(Migrator::version);
    }

    /// The same, inside a transaction of the caller's: what code looks at before it works with the
    /// tables.
    public static int version(Tx tx) throws SQLException {
        var done = History.read(tx);
        return done.isEmpty() ? 0 : done.getLast().version();
    }

    /// Runs what is pending and returns it. Blocks while another run goes on.
    public List<Migration> run(MigrationListener listener) {
        return database.session(session -> {
            RunLock.take(session, settings.giveUpAfter(), listener);
            database.run(History::create);
            var done = new ArrayList<Migration>();
            for (var migration : pending()) {
                run(migration, listener);
                done.add(migration);
            }
            return done;
        });
    }

    private void run(Migration migration, MigrationListener listener) {
        var started = System.nanoTime();
        listener.happened(new MigrationEvent.Started(migration));
        for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                database.run(tx -> apply(tx, migration, listener));
                break;
            } catch (DatabaseException e) {
                if (e.failure() != SqlFailure.LOCKED
                        || elapsed(started).compareTo(settings.giveUpAfter()) > 0) {
                    throw new MigrationException(
                            "migration %d (%s) failed after %s and was rolled back: %s"
                                    .formatted(
                                            migration.version(),
                                            migration.name(),
                                            elapsed(started),
                                            e.getMessage()),
                            e);
                }
                listener.happened(
                        new MigrationEvent.Retried(
                                migration, String.valueOf(e.getMessage()), pause));
                Pause.of(pause);
            }
        }
        listener.happened(new MigrationEvent.Finished(migration, elapsed(started)));
    }

    private void apply(Tx tx, Migration migration, MigrationListener listener) throws SQLException {
        var started =
                tx.queryOne("select clock_timestamp() as now", row -> row.instant("now"))
                        .orElseThrow();
        tx.execute("set local lock_timeout = " + settings.lockTimeout().toMillis());
        try (var statement = tx.connection().createStatement()) {
            statement.execute(migration.script());
            for (var warning = statement.getWarnings();
                    warning != null;
                    warning = warning.getNextWarning()) {
                listener.happened(
                        new MigrationEvent.Noted(migration, String.valueOf(warning.getMessage())));
            }
        }
        History.add(tx, migration, started, settings.who());
    }

    private static Duration elapsed(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /// Doubles, up to a limit, with chance in it so that two that collided do not collide again.
    private static Duration longer(Duration pause) {
        var millis = Math.min(pause.toMillis() * 2, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2));
    }
}
