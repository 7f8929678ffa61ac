package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.Tx;

/// Runs the steps of a list of migrations that a database has not had yet. Whatever ends a run, the
/// next one goes on where it was.
public final class Migrator {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private static final String UNDER_WAY =
            """
            select exists (select from pg_locks
                where locktype = 'advisory' and granted and objsubid = 1
                    and database = (select oid from pg_database where datname = current_database())
                    and classid::bigint << 32 | objid::bigint = ?) as yes
            """;

    private final Database database;
    private final List<Migration> migrations;
    private final List<Adoption> adoptions;
    private final MigratorSettings settings;

    /// The list must be in order of version, without gaps, from 1.
    public Migrator(Database database, List<Migration> migrations, MigratorSettings settings) {
        this(database, migrations, List.of(), settings);
    }

    /// The same, able to go on with adoptions that were begun.
    public Migrator(
            Database database,
            List<Migration> migrations,
            List<Adoption> adoptions,
            MigratorSettings settings) {
        for (var index = 0; index < migrations.size(); index++) {
            if (migrations.get(index).version() != index + 1) {
                throw new IllegalArgumentException(
                        "migration number %d of the list has version %d"
                                .formatted(index + 1, migrations.get(index).version()));
            }
        }
        this.database = database;
        this.migrations = List.copyOf(migrations);
        this.adoptions = List.copyOf(adoptions);
        this.settings = settings;
    }

    /// The migrations of which a step is still to do. Changes nothing, takes no lock.
    public List<Migration> pending() {
        return database.transaction(tx -> Agenda.of(tx, migrations, adoptions).pending());
    }

    /// What a run would do, step by step. Changes nothing, takes no lock.
    public Plan plan(RunOptions options) {
        return database.transaction(tx -> plan(tx, options));
    }

    /// The version that code can work with; 0 before the first.
    public int version() {
        return database.transaction(Migrator::state).has();
    }

    /// What code may rely on, inside a transaction of the caller's: looked at before the tables are
    /// worked with. One short query where nothing was ever migrated, two else.
    public static SchemaState state(Tx tx) throws SQLException {
        return History.state(History.read(tx));
    }

    /// Whether a run goes on, in whichever process.
    public static boolean underWay(Tx tx) throws SQLException {
        return tx.queryOne(UNDER_WAY, row -> row.bool("yes"), AdvisoryLocks.MIGRATION_RUN)
                .orElseThrow();
    }

    /// Notes that the tables of another program are to be made ours by this adoption, on a database
    /// without a history; the next run does it.
    public void adopt(Adoption adoption) {
        database.run(tx -> adopt(tx, adoption));
    }

    /// What a run would do after such an adoption was noted. Notes nothing.
    public Plan planOfAdopting(Adoption adoption, RunOptions options) {
        return database.transaction(tx -> {
            var before = tx.connection().setSavepoint();
            adopt(tx, adoption);
            var plan = plan(tx, options);
            tx.connection().rollback(before);
            return plan;
        });
    }

    private void adopt(Tx tx, Adoption adoption) throws SQLException {
        HistoryTables.bringUp(tx);
        for (var migration : migrations.subList(0, adoption.version() - 1)) {
            History.addAdopted(tx, migration, settings, adoption.origin());
        }
        History.add(
                tx,
                migrations.get(adoption.version() - 1),
                settings,
                Optional.of(adoption.origin()));
    }

    /// Runs all that is pending and returns the migrations of which something was done. Blocks
    /// while another run goes on.
    public List<Migration> run(MigrationListener listener) {
        return run(RunOptions.everything(), listener);
    }

    /// A server that goes away is waited for, and the run goes on where it was.
    public List<Migration> run(RunOptions options, MigrationListener listener) {
        var run = new Run(migrations, adoptions, settings, options, listener);
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                return database.session(run::onSession);
            } catch (DatabaseException e) {
                if (e.failure() != SqlFailure.AWAY
                        || run.sinceProgress().compareTo(settings.giveUpAfter()) > 0) {
                    throw e;
                }
                listener.happened(
                        new MigrationEvent.Reconnecting(String.valueOf(e.getMessage()), pause));
                Pause.of(pause);
                pause = StepContext.longer(pause);
            }
        }
    }

    /// Takes back what the step that was begun and not finished has left (an index not yet valid, a
    /// constraint not yet proved, shadow columns and their trigger). Steps that are finished stay,
    /// and so do rows that a backfill has filled.
    public void abort(MigrationListener listener) {
        var run = new Run(migrations, adoptions, settings, RunOptions.everything(), listener);
        database.session(session -> {
            run.undo(session);
            return Optional.empty();
        });
    }

    private Plan plan(Tx tx, RunOptions options) throws SQLException {
        var agenda = Agenda.of(tx, migrations, adoptions);
        var steps = new ArrayList<PlannedStep>();
        for (var item : agenda.items(options)) {
            var change = item.step().change();
            steps.add(
                    new PlannedStep(
                            item.address(),
                            item.step().phase(),
                            change.kind(),
                            change.text(),
                            item.step().quiet(),
                            LockedTables.of(tx, change),
                            change.tablesWithWork(),
                            TableRows.estimate(tx, change.tablesWithWork()),
                            item.progress()));
        }
        return new Plan(
                agenda.state().has(),
                Math.min(options.target(), migrations.size()),
                agenda.adopting(),
                steps);
    }
}
