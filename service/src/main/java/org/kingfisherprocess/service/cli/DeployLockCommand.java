package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deploy.DeployLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        description =
                "Takes the deploy lock, so that nobody else deploys until you let it go. A deployment takes it by itself for as long as it runs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process deploy lock --reason \"the crawl of all of 2026 ends on Friday\"",
            "  kingfisher-process deploy lock --by alice"
        })
final class DeployLockCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Mixin private final DeployerOption deployer = new DeployerOption();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Shown to whoever wants to deploy meanwhile.")
    private String reason = "";

    DeployLockCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var who = deployer.who();
        var taken =
                line.application()
                        .withDatabase(database ->
                                database.transaction(tx -> new DeployLock().take(tx, who, reason)));
        line.terminal()
                .print(
                        taken
                                ? "%s holds the deploy lock".formatted(who)
                                : "%s held the deploy lock already".formatted(who));
        return ExitCode.OK;
    }
}
