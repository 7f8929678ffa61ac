package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deploy.DeployLock;
import org.kingfisherprocess.service.sql.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "unlock",
        mixinStandardHelpOptions = true,
        description = {
            "Lets go of the deploy lock.",
            "With --force also of somebody else's, and it gives up a deployment whose process has ended, where going on"
                    + " with deploy run is not wanted."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process deploy unlock",
            "  kingfisher-process deploy unlock --force --by bob"
        })
final class DeployUnlockCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Mixin private final DeployerOption deployer = new DeployerOption();

    @Option(names = "--force", description = "Take it from whoever holds it.")
    private boolean force;

    DeployUnlockCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var let = line.application().withDatabase(this::unlock);
        line.terminal().print(let);
        return ExitCode.OK;
    }

    private String unlock(Database database) {
        var deploying = line.application().deploying();
        var left = deploying.underWay(database);
        if (force && left.isPresent() && !deploying.isExecuting()) {
            deploying.giveUp(database, left.get().id(), deployer.who());
            line.terminal().print("deployment %d is given up".formatted(left.get().id()));
        }
        return database.transaction(tx -> new DeployLock().letGo(tx, deployer.who(), force))
                .map(held -> "the deploy lock of %s is free".formatted(held.holder()))
                .orElse("the deploy lock is free");
    }
}
