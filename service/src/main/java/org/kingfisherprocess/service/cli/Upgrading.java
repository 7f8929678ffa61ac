package org.kingfisherprocess.service.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kingfisherprocess.service.migrate.Plan;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.upgrade.BlockerPolicy;
import org.kingfisherprocess.service.upgrade.RehearsedStep;
import org.kingfisherprocess.service.upgrade.UpgradeRun;

/// What `upgrade-database` needs of the application.
public interface Upgrading {
    /// A run in a process of its own, which goes on whatever becomes of ours.
    ///
    /// @param log what it prints
    record Elsewhere(long run, Path log) {}

    /// Runs work on the database as it is: unlike other commands, this one does not bring the
    /// tables to our version before.
    <T> T withDatabase(Function<Database, T> work);

    /// Whether the database is there without us: a PostgreSQL that this command starts for itself
    /// ends with it, and so does a run.
    boolean databaseOutlivesCommand();

    /// The other program whose tables these are, which a run would make ours.
    Optional<String> otherOwner(Database database);

    /// What a run would do. Changes nothing.
    Plan plan(Database database, RunOptions options);

    /// Does what the plan says on a PostgreSQL that is made for it, with sample rows, and thrown
    /// away.
    ///
    /// @param releases how many sample releases
    /// @throws org.kingfisherprocess.service.migrate.MigrationException if it fails there
    List<RehearsedStep> rehearse(Plan plan, RunOptions options, int releases);

    /// Deletes everything in the database's schema `public`.
    void deleteAll(Database database);

    /// A run in this process. Told to end by SIGTERM or Ctrl-C, it does so between two
    /// transactions.
    UpgradeRun run(Database database, BlockerPolicy policy, Consumer<String> printer);

    /// Who we are, for the history.
    UpgradeRun.Origin origin();

    /// Starts `upgrade-database` with these arguments in a process of its own, which neither Ctrl-C
    /// nor a lost terminal ends. Returns once it has a number.
    ///
    /// @throws RefusedException with what it printed, if it ends without
    Elsewhere startElsewhere(List<String> arguments);
}
