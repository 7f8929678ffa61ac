package org.kingfisherprocess.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kingfisherprocess.service.cli.Upgrading;
import org.kingfisherprocess.service.locks.Protection;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Plan;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.schema.SampleDatabase;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.upgrade.BlockerPolicy;
import org.kingfisherprocess.service.upgrade.Rehearsal;
import org.kingfisherprocess.service.upgrade.RehearsedStep;
import org.kingfisherprocess.service.upgrade.UpgradeRun;

/// What the command that upgrades the database needs, put together.
final class UpgradeAccess implements Upgrading {
    /// A transaction under way is finished if it takes no longer; otherwise PostgreSQL rolls it
    /// back, and the next run does it again.
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final Settings settings;
    private final OwnProcess process;

    UpgradeAccess(Settings settings, OwnProcess process) {
        this.settings = settings;
        this.process = process;
    }

    @Override
    public <T> T withDatabase(Function<Database, T> work) {
        return new DatabaseAccess(settings).withAsItIs(work);
    }

    @Override
    public boolean databaseOutlivesCommand() {
        return new DatabaseAccess(settings).isThere();
    }

    @Override
    public Optional<String> otherOwner(Database database) {
        return Schema.otherOwner(database);
    }

    @Override
    public Plan plan(Database database, RunOptions options) {
        return Schema.plan(database, migratorSettings(), options);
    }

    @Override
    public List<RehearsedStep> rehearse(Plan plan, RunOptions options, int releases) {
        try (var stage = RehearsalStage.open()) {
            SampleDatabase.fill(stage.database(), plan, releases);
            return new Rehearsal(
                            stage.database(), Schema.prepared(stage.database(), migratorSettings()))
                    .run(plan, options);
        }
    }

    @Override
    public void deleteAll(Database database) {
        Schema.deleteAll(database);
    }

    @Override
    public UpgradeRun run(Database database, BlockerPolicy policy, Consumer<String> printer) {
        var run =
                new UpgradeRun(
                        database,
                        new OurEngine(database, migratorSettings()),
                        policy,
                        new Protection(settings.migration().neverCancel()),
                        printer);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run.stop(LONGEST_STOP)));
        return run;
    }

    @Override
    public UpgradeRun.Origin origin() {
        return new UpgradeRun.Origin(
                System.getProperty("user.name", "somebody"),
                "process %d on %s".formatted(ProcessHandle.current().pid(), host()));
    }

    @Override
    public Elsewhere startElsewhere(List<String> arguments) {
        return process.startUpgrade(settings.dataDirectory().resolve("upgrade.log"), arguments);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "this machine";
        }
    }

    private static MigratorSettings migratorSettings() {
        return MigratorSettings.by(System.getProperty("user.name", "somebody"))
                .ofRelease(Release.version());
    }

    /// The engine with our list, which makes the tables of version 1 ours as well.
    private record OurEngine(Database database, MigratorSettings settings)
            implements UpgradeRun.Engine {
        @Override
        public List<Migration> run(RunOptions options, MigrationListener listener) {
            return Schema.adoptOrUpgrade(database, settings, options, listener);
        }

        @Override
        public void abort(MigrationListener listener) {
            Schema.migrator(database, settings).abort(listener);
        }
    }
}
