package org.kingfisherprocess.service.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Goes back to a kept release, by a reload: no request fails. No migration is run backwards; a release that no"
                    + " longer fits the tables is refused, with the reason.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process deploy rollback",
            "  kingfisher-process deploy rollback 0.1.0-889426a --yes"
        })
final class DeployRollbackCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RELEASE",
            description =
                    "A kept release (deploy status lists them). Default: the one that ran before.")
    private @Nullable String release;

    @Mixin private final DeployerOption deployer = new DeployerOption();
    @Mixin private final DeployStartOptions start = new DeployStartOptions();

    DeployRollbackCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var application = line.application();
        var deploying = application.deploying();
        long id =
                application.withDatabase(database -> {
                    var plan =
                            deploying.planRollback(
                                    database,
                                    Optional.ofNullable(release),
                                    new DeploySourceOptions().checkout(application),
                                    line.terminal()::tell);
                    return start.agree(
                            line, database, deploying, plan, deployer.who(), Optional.empty());
                });
        return start.startAndFollow(line, deploying, id);
    }
}
