package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.Linter;
import org.kingfisherprocess.service.sql.Session;
import org.kingfisherprocess.service.sql.TxConsumer;
import org.kingfisherprocess.service.sql.TxFunction;

/// What a step works with: the run's session, and the two ways of using it. Short transactions
/// under strong locks queue for [MigratorSettings#lockTimeout] at most and are tried again; long
/// statements under weak locks take as long as they take.
final class StepContext {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /// One deadlock is bad luck, five in a row have a reason that a person must see.
    private static final int UNHURRIED_TRIES = 5;

    private final Session session;
    private final StepAddress address;
    private final MigrationStep step;
    private final MigratorSettings settings;
    private final MigrationControl control;
    private final MigrationListener listener;
    private final int pid;

    StepContext(
            Session session,
            StepAddress address,
            MigrationStep step,
            MigratorSettings settings,
            MigrationControl control,
            MigrationListener listener,
            int pid) {
        this.session = session;
        this.address = address;
        this.step = step;
        this.settings = settings;
        this.control = control;
        this.listener = listener;
        this.pid = pid;
    }

    Session session() {
        return session;
    }

    StepAddress address() {
        return address;
    }

    MigrationStep step() {
        return step;
    }

    MigratorSettings settings() {
        return settings;
    }

    int pid() {
        return pid;
    }

    void tell(MigrationEvent event) {
        listener.happened(event);
    }

    /// Between two transactions: waits while the run is held up, ends it if it is to end.
    void proceed() {
        if (Thread.currentThread().isInterrupted()) {
            throw new MigrationStoppedException("the migration run was interrupted");
        }
        control.proceed(listener);
    }

    /// Statements that only touch catalogues, in one transaction that never makes others wait for
    /// long: it gives way and tries again until it gets its locks.
    void brief(String statements) throws SQLException {
        var tables =
                Linter.findings(statements).stream()
                        .map(Finding::table)
                        .filter(table -> !table.isEmpty())
                        .distinct()
                        .toList();
        brief(
                statements,
                tables,
                tx -> {
                    try (var statement = tx.connection().createStatement()) {
                        statement.execute(statements);
                    }
                });
    }

    /// The same, for work on `tables` that `label` describes.
    void brief(String label, List<String> tables, TxConsumer work) throws SQLException {
        long started = System.nanoTime();
        var pause = FIRST_PAUSE;
        var way = new WayForOne(this, tables);
        for (int tries = 1; ; tries++) {
            proceed();
            tell(new MigrationEvent.Executing(address, label, pid));
            try {
                way.attempt(tries, work);
                return;
            } catch (SQLException e) {
                giveWay(e, started, pause);
                pause = longer(pause);
            }
        }
    }

    /// All of a step in one such transaction, with the notes that it was begun and is done.
    void atOnce(String label, List<String> tables, TxConsumer work) throws SQLException {
        brief(
                label,
                tables,
                tx -> {
                    StepRecords.begin(tx, address, step, settings);
                    work.accept(tx);
                    StepRecords.finish(tx, address, settings);
                });
    }

    private void giveWay(SQLException e, long started, Duration pause) throws SQLException {
        if (Sqlstates.isCancelled(e)) {
            throw new MigrationException(
                    "%s was cancelled after %s or less and rolled back: %s. Either somebody cancelled it, or it does more than it was made for: see the plan"
                            .formatted(address, settings.workTimeout(), e.getMessage()),
                    e);
        }
        if (!Sqlstates.isInTheWay(e)) {
            throw e;
        }
        if (elapsed(started).compareTo(settings.giveUpAfter()) > 0) {
            throw new MigrationException(
                    "%s did not get its locks in %s; who holds them is shown by `locks`: %s"
                            .formatted(address, settings.giveUpAfter(), e.getMessage()),
                    e);
        }
        tell(new MigrationEvent.Retried(address, String.valueOf(e.getMessage()), pause));
        Pause.of(pause);
    }

    /// One statement outside a transaction, under weak locks, however long it takes. It never gives
    /// up waiting for a lock: a concurrent index build that did would leave an invalid index. The
    /// server may choose it to end a deadlock: it is tried again.
    void unhurried(String statement) throws SQLException {
        unhurried(statement, () -> {});
    }

    /// What is done between two tries of a statement that leaves something behind when it fails.
    interface Repair {
        void run() throws SQLException;
    }

    void unhurried(String statement, Repair repair) throws SQLException {
        var pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            proceed();
            tell(new MigrationEvent.Executing(address, statement, pid));
            try {
                session.execute("set lock_timeout = 0");
                session.execute("set statement_timeout = 0");
                untilCutOff(statement);
                return;
            } catch (SQLException e) {
                if (!Sqlstates.isInTheWay(e) || tries == UNHURRIED_TRIES) {
                    throw e;
                }
                tell(new MigrationEvent.Retried(address, String.valueOf(e.getMessage()), pause));
            }
            Pause.of(pause);
            pause = longer(pause);
            repair.run();
        }
    }

    private void untilCutOff(String statement) throws SQLException {
        control.began(session::cancel);
        try {
            session.execute(statement);
        } finally {
            control.ended();
        }
    }

    /// Reads catalogues.
    <T> T look(TxFunction<T> work) throws SQLException {
        return session.transaction(work);
    }

    boolean isTrue(String question, Object... arguments) throws SQLException {
        return session.queryOne(question, row -> row.bool("yes"), arguments).orElse(false);
    }

    List<String> texts(String query, Object... arguments) throws SQLException {
        return session.query(query, row -> row.text("line"), arguments);
    }

    Optional<String> mark(String name) throws SQLException {
        return look(tx -> StepRecords.mark(tx, address, name));
    }

    static Duration elapsed(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /// Doubles, up to a limit, with chance in it so that two that collided do not collide again.
    static Duration longer(Duration pause) {
        var millis = Math.min(pause.toMillis() * 2, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2));
    }
}
