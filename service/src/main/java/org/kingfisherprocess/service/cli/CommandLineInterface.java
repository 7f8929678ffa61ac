package org.kingfisherprocess.service.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.InvalidJsonException;
import org.kingfisherprocess.service.demo.DemoException;
import org.kingfisherprocess.service.deploy.DeployException;
import org.kingfisherprocess.service.release.ReleaseException;
import org.kingfisherprocess.service.settings.SettingsException;
import org.kingfisherprocess.service.spool.SpoolException;
import org.kingfisherprocess.service.sql.DatabaseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The program `kingfisher-process` with all its commands.
@Command(
        name = "kingfisher-process",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Receives, stores, checks, upgrades and compiles OCDS data in PostgreSQL, without losing a request.",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:done, and problems were found (for example, audit found something missing)",
            "2:the arguments are wrong",
            "3:the configuration is wrong",
            "4:PostgreSQL cannot be reached, or refused",
            "5:refused: what was named is not there, or its state forbids it",
            "70:a defect of this program"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process serve",
            "  kingfisher-process new-collection paraguay_dncp_releases \"2026-01-31 10:00:00\" --sample",
            "  kingfisher-process local-load 1 /data/paraguay release_package",
            "  kingfisher-process list-collections --json"
        })
public final class CommandLineInterface {
    private static final int WIDTH = 110;

    private final Application application;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print results and errors alone, no progress.")
    private boolean quiet;

    @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

    private CommandLineInterface(Application application) {
        this.application = application;
    }

    /// Runs one command and returns the exit code.
    public static int run(Application application, String... arguments) {
        return commandLine(application)
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    static CommandLine commandLine(Application application) {
        var root = new CommandLineInterface(application);
        var line = new CommandLine(root);
        for (var command : root.commands()) {
            line.addSubcommand(command);
        }
        line.addSubcommand(
                new CommandLine(new SpoolCommand())
                        .addSubcommand(new SpoolStatusCommand(root))
                        .addSubcommand(new SpoolListCommand(root))
                        .addSubcommand(new SpoolShowCommand(root))
                        .addSubcommand(new SpoolRetryCommand(root))
                        .addSubcommand(new SpoolDiscardCommand(root)));
        line.addSubcommand(new DescribeReleaseCommand(root));
        line.addSubcommand(
                new CommandLine(new DeployCommand())
                        .addSubcommand(new DeployPlanCommand(root))
                        .addSubcommand(new DeployRunCommand(root))
                        .addSubcommand(new DeployStatusCommand(root))
                        .addSubcommand(new DeployAttachCommand(root))
                        .addSubcommand(new DeployHistoryCommand(root))
                        .addSubcommand(new DeployRollbackCommand(root))
                        .addSubcommand(new DeployLockCommand(root))
                        .addSubcommand(new DeployUnlockCommand(root))
                        .addSubcommand(new DeployExecuteCommand(root)));
        line.addSubcommand(
                new CommandLine(new SchedulesCommand(root))
                        .addSubcommand(new SchedulesRunCommand(root)));
        line.addSubcommand(
                new CommandLine(new WorkersCommand())
                        .addSubcommand(new WorkersListCommand(root))
                        .addSubcommand(new WorkersPauseCommand(root))
                        .addSubcommand(new WorkersResumeCommand(root)));
        line.addSubcommand(
                new CommandLine(new StepsCommand())
                        .addSubcommand(new StepsListCommand(root))
                        .addSubcommand(new StepsShowCommand(root))
                        .addSubcommand(new StepsRetryCommand(root)));
        line.addSubcommand(
                new CommandLine(new OcdsCommand())
                        .addSubcommand(new OcdsDetectFormatCommand(root))
                        .addSubcommand(new OcdsCompileCommand(root))
                        .addSubcommand(new OcdsUpgradeCommand(root))
                        .addSubcommand(new OcdsPackageCommand(root))
                        .addSubcommand(new OcdsSplitCommand(root)));
        line.addSubcommand(
                new CommandLine(new ConfigCommand()).addSubcommand(new ConfigShowCommand(root)));
        line.setUsageHelpWidth(WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(
                (failure, command, _) -> failed(failure, command.getErr()));
        return line;
    }

    private List<Object> commands() {
        return List.of(
                new ServeCommand(this),
                new StatusCommand(this),
                new ReloadCommand(this),
                new DrainCommand(this),
                new WorkCommand(this),
                new MakeCacheCommand(this),
                new DemoCommand(this),
                new UpgradeDatabaseCommand(this),
                new ListCollectionsCommand(this),
                new NewCollectionCommand(this),
                new LocalLoadCommand(this),
                new LoadCommand(this),
                new AddFilesCommand(this),
                new EndCollectionStoreCommand(this),
                new CloseCollectionCommand(this),
                new ReopenCollectionCommand(this),
                new NewCollectionNoteCommand(this),
                new CollectionStatusCommand(this),
                new LocksCommand(this),
                new CheckCollectionCommand(this),
                new CheckCollectionsCommand(this),
                new DeleteCollectionCommand(this),
                new DeleteCollectionAndDerivedCommand(this),
                new DeleteCollectionsCommand(this),
                new CancelCollectionCommand(this),
                new DeleteOrphanCommand(this),
                new RetentionCommand(this),
                new NewTransformUpgradeCommand(this),
                new NewTransformCompileCommand(this),
                new TransformCollectionCommand(this),
                new TransformCollectionsCommand(this),
                new UpdateCollectionCachesCommand(this),
                new ProcessRedisQueueCommand(this),
                new ProcessRedisQueueCollectionStoreFinishedCommand(this),
                new AuditCommand(this));
    }

    Application application() {
        return application;
    }

    Terminal terminal() {
        var line = java.util.Objects.requireNonNull(spec).commandLine();
        return new Terminal(
                line.getOut(),
                line.getErr(),
                quiet,
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
    }

    private static int failed(Exception failure, PrintWriter err) {
        int code =
                switch (failure) {
                    case SettingsException _ -> ExitCode.CONFIGURATION;
                    case DatabaseException _ -> ExitCode.DATABASE;
                    case RefusedException _, SpoolException _, InvalidJsonException _ ->
                            ExitCode.REFUSED;
                    case DeployException _, ReleaseException _, DemoException _ -> ExitCode.REFUSED;
                    case IOException _, UncheckedIOException _ -> ExitCode.REFUSED;
                    default -> ExitCode.DEFECT;
                };
        if (code == ExitCode.DEFECT) {
            failure.printStackTrace(err);
            err.println(
                    "kingfisher-process: this is a defect of the program: please report the lines above");
        } else {
            err.println("kingfisher-process: " + message(failure));
        }
        return code;
    }

    private static String message(Exception failure) {
        return failure instanceof NoSuchFileException missing
                ? "there is no file " + missing.getFile()
                : String.valueOf(failure.getMessage());
    }
}
