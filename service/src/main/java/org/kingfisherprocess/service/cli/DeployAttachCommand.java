package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.deploy.Deployment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "attach",
        mixinStandardHelpOptions = true,
        description =
                "Follows a deployment from its first step to its end, from any terminal; to leave it changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  kingfisher-process deploy attach", "  kingfisher-process deploy attach 12"})
final class DeployAttachCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NUMBER",
            description = "Which deployment. Default: the one that is under way here.")
    private @Nullable Long number;

    @Option(names = "--json", description = "Print a JSON object at the end, with every step.")
    private boolean json;

    DeployAttachCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var deploying = line.application().deploying();
        var wanted = number;
        long id =
                wanted != null
                        ? wanted
                        : line.application()
                                .withDatabase(deploying::underWay)
                                .map(Deployment::id)
                                .orElseThrow(() ->
                                        new RefusedException(
                                                "no deployment is under way here; deploy history lists those that were"));
        return new DeployFollowing(line, deploying, json).follow(id);
    }
}
