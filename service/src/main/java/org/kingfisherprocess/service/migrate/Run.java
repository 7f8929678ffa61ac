package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kingfisherprocess.service.sql.Session;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.Tx;

/// One run over what is pending, on one session after another if the server goes away.
final class Run {
    private final List<Migration> migrations;
    private final List<Adoption> adoptions;
    private final MigratorSettings settings;
    private final RunOptions options;
    private final MigrationListener listener;
    private final Map<Integer, Long> started = new LinkedHashMap<>();
    private final List<Migration> touched = new ArrayList<>();
    private final Set<Integer> oldCodeWaitedFor = new HashSet<>();
    private volatile long progressAt = System.nanoTime();

    Run(
            List<Migration> migrations,
            List<Adoption> adoptions,
            MigratorSettings settings,
            RunOptions options,
            MigrationListener listener) {
        this.migrations = migrations;
        this.adoptions = adoptions;
        this.settings = settings;
        this.options = options;
        this.listener =
                event -> {
                    progressAt =
                            event instanceof MigrationEvent.Retried
                                    ? progressAt
                                    : System.nanoTime();
                    listener.happened(event);
                };
    }

    Duration sinceProgress() {
        return StepContext.elapsed(progressAt);
    }

    List<Migration> onSession(Session session) throws SQLException {
        int pid = alone(session);
        for (var item : agenda(session).items(options)) {
            begin(session, item.migration());
            attempt(context(session, item, pid), item.migration());
        }
        if (options.phases().contains(Phase.EXPAND)) {
            noteWhatNeedsNoExpansion(session);
        }
        return List.copyOf(touched);
    }

    /// Returns the server process of the session, when no other run goes on.
    private int alone(Session session) throws SQLException {
        DeadClient.isNoticed(session);
        RunLock.take(session, options.control(), listener);
        HistoryTables.bringUp(session, settings, options.control(), listener);
        return session.queryOne("select pg_backend_pid() as pid", row -> row.intValue("pid"))
                .orElseThrow();
    }

    /// A migration that only contracts can be worked with as soon as those before it can: its new
    /// code runs before its steps do.
    private void noteWhatNeedsNoExpansion(Session session) throws SQLException {
        for (var migration : agenda(session).pending()) {
            if (migration.version() > options.target()) {
                return;
            }
            boolean usable =
                    session.transaction(tx -> {
                        if (!usable(StepRecords.read(tx), migration)) {
                            return false;
                        }
                        History.add(tx, migration, settings, Optional.empty());
                        History.markUsable(tx, migration.version());
                        return true;
                    });
            if (!usable) {
                return;
            }
        }
    }

    private void attempt(StepContext context, Migration migration) throws SQLException {
        try {
            run(context, migration);
        } catch (SQLException e) {
            if (SqlFailure.of(e) == SqlFailure.AWAY) {
                throw e;
            }
            letOldCodeGoOn(context, e);
            if (options.control().stopping() && Sqlstates.isCancelled(e)) {
                throw new MigrationStoppedException(
                        "the migration run was told to stop, and cut off the statement under way",
                        e);
            }
            throw new MigrationException(
                    "migration %d (%s) failed at %s; the transaction was rolled back, what was committed before stays: %s"
                            .formatted(
                                    migration.version(),
                                    migration.name(),
                                    context.address().step(),
                                    e.getMessage()),
                    e);
        } catch (MigrationException | MigrationStoppedException e) {
            letOldCodeGoOn(context, e);
            throw e;
        }
    }

    /// Where a step has failed before it changed anything, old code need not wait any longer.
    private static void letOldCodeGoOn(StepContext context, Exception failure) {
        try {
            context.session()
                    .transaction(tx -> {
                        History.letOldCodeGoOn(tx, context.address().version());
                        return Optional.empty();
                    });
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /// Takes back the steps that were begun and not finished, the last first. Old code goes on
    /// where nothing is left that it would stumble over.
    void undo(Session session) throws SQLException {
        int pid = alone(session);
        var begun =
                agenda(session).items(options).stream()
                        .filter(item -> item.progress().isPresent())
                        .toList();
        for (var item : begun.reversed()) {
            var context = context(session, item, pid);
            listener.happened(
                    new MigrationEvent.Noted(
                            context.address(), "taking back " + context.address().step()));
            StepRun.undo(context);
            if (!staysChanged(item)) {
                session.transaction(tx -> {
                    StepRecords.forget(tx, context.address());
                    return Optional.empty();
                });
            }
        }
        for (var migration : agenda(session).pending()) {
            session.transaction(tx -> {
                History.letOldCodeGoOn(tx, migration.version());
                return Optional.empty();
            });
        }
    }

    /// Rows that old code does not understand stay as a backfill has left them, so it stays begun.
    private static boolean staysChanged(Agenda.Item item) {
        return item.step().phase() != Phase.EXPAND
                && item.step().change() instanceof Backfill
                && item.progress().filter(progress -> progress.rows() > 0).isPresent();
    }

    private Agenda agenda(Session session) throws SQLException {
        return session.transaction(tx -> {
            var agenda = Agenda.of(tx, migrations, adoptions);
            agenda.refuseNewerThan(migrations.size());
            return agenda;
        });
    }

    private StepContext context(Session session, Agenda.Item item, int pid) {
        return new StepContext(
                session, item.address(), item.step(), settings, options.control(), listener, pid);
    }

    private void begin(Session session, Migration migration) throws SQLException {
        if (started.putIfAbsent(migration.version(), System.nanoTime()) != null) {
            return;
        }
        listener.happened(new MigrationEvent.Started(migration));
        touched.add(migration);
        session.transaction(tx -> {
            History.add(tx, migration, settings, Optional.empty());
            return Optional.empty();
        });
    }

    private void run(StepContext context, Migration migration) throws SQLException {
        long began = System.nanoTime();
        context.proceed();
        var step = context.step();
        listener.happened(
                new MigrationEvent.StepStarted(
                        context.address(), step.phase(), step.change().kind(), context.pid()));
        if (step.phase() != Phase.EXPAND) {
            endOldCode(context);
        }
        if (!step.change().isAtOnce()) {
            context.session()
                    .transaction(tx -> {
                        StepRecords.begin(tx, context.address(), step, settings);
                        return Optional.empty();
                    });
        }
        StepRun.run(context);
        boolean all =
                context.session()
                        .transaction(tx -> {
                            StepRecords.finish(tx, context.address(), settings);
                            return close(tx, migration);
                        });
        listener.happened(
                new MigrationEvent.StepFinished(context.address(), StepContext.elapsed(began)));
        if (all) {
            var since = Optional.ofNullable(started.get(migration.version())).orElse(began);
            listener.happened(new MigrationEvent.Finished(migration, StepContext.elapsed(since)));
        }
    }

    /// Old code is told to wait before anything is done that it would stumble over, and what it had
    /// under way is waited for: by each run anew, since the one before may have been cut off
    /// between the two.
    private void endOldCode(StepContext context) throws SQLException {
        int version = context.address().version();
        if (oldCodeWaitedFor.contains(version)) {
            return;
        }
        context.session()
                .transaction(tx -> {
                    History.markOldCodeEnds(tx, version);
                    return Optional.empty();
                });
        var workers = new WorkersStandStill(context);
        workers.await(WorkersStandStill.BARRIER_LIMIT);
        workers.goOn();
        oldCodeWaitedFor.add(version);
    }

    /// Notes what follows from the step just finished. Returns whether the migration is.
    private static boolean close(Tx tx, Migration migration) throws SQLException {
        var records = StepRecords.read(tx);
        if (usable(records, migration)) {
            History.markUsable(tx, migration.version());
        }
        boolean finished =
                migration.steps().stream().allMatch(step -> done(records, migration, step));
        if (finished) {
            History.markFinished(tx, migration.version());
        }
        return finished;
    }

    private static boolean usable(
            Map<StepRecords.Key, StepRecords.Entry> records, Migration migration) {
        return migration.steps().stream()
                .allMatch(step -> step.phase() == Phase.CONTRACT || done(records, migration, step));
    }

    private static boolean done(
            Map<StepRecords.Key, StepRecords.Entry> records,
            Migration migration,
            MigrationStep step) {
        var record = records.get(new StepRecords.Key(migration.version(), step.name()));
        return record != null && record.finished();
    }
}
