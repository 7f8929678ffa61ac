package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deploy.PlanJson;
import org.kingfisherprocess.service.deploy.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Stages a release beside the others and shows what deploying it would do: commits, changed dependencies and"
                    + " settings, migrations with their locks, the order and why, and what is busy.",
            "Nothing that runs is touched. Exit code 5 where something is in the way."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process deploy plan kingfisher-process-0.2.0.tar.gz",
            "  kingfisher-process deploy plan main --checkout ~/kingfisher-process --expect-commits 3",
            "  kingfisher-process deploy plan 0.2.0-889426a --json | jq .migrations"
        })
final class DeployPlanCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Mixin private final DeploySourceOptions source = new DeploySourceOptions();

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    DeployPlanCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var application = line.application();
        var terminal = line.terminal();
        var deploying = application.deploying();
        var plan =
                application.withDatabase(database ->
                        deploying.plan(
                                database,
                                source.source(application, deploying),
                                source.checkout(application),
                                source.expected(),
                                terminal::tell));
        if (json) {
            terminal.print(PlanJson.write(plan).toString());
        } else {
            PlanText.lines(plan).forEach(terminal::print);
        }
        return plan.obstacles().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
