package org.kingfisherprocess.service.cli;

import java.util.Optional;
import org.kingfisherprocess.service.deploy.Deploying;
import org.kingfisherprocess.service.deploy.Plan;
import org.kingfisherprocess.service.deploy.PlanText;
import org.kingfisherprocess.service.sql.Database;
import picocli.CommandLine.Option;

/// How a deployment is begun and followed.
final class DeployStartOptions {
    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--detach",
            description = "Return as soon as it has begun; deploy attach follows it.")
    private boolean detach;

    @Option(names = "--json", description = "Print a JSON object at the end, with every step.")
    private boolean json;

    /// Shows the plan, asks, and records the deployment. Returns its number.
    ///
    /// @param cancelBlockers as [Deploying#begin] takes it
    long agree(
            CommandLineInterface line,
            Database database,
            Deploying deploying,
            Plan plan,
            String who,
            Optional<String> cancelBlockers) {
        var terminal = line.terminal();
        PlanText.lines(plan).forEach(json ? terminal::tell : terminal::print);
        if (!plan.obstacles().isEmpty()) {
            throw new RefusedException(
                    "nothing was deployed: " + String.join("; ", plan.obstacles()));
        }
        var question = "%nDeploy %s? Type yes:".formatted(plan.to().name());
        if (!yes && !Optional.of("yes").equals(terminal.ask(question))) {
            throw new RefusedException("nothing was deployed: confirm with --yes");
        }
        return deploying.begin(database, plan, who, cancelBlockers);
    }

    /// Returns the exit code.
    int startAndFollow(CommandLineInterface line, Deploying deploying, long id) {
        deploying.start(id);
        if (detach) {
            line.terminal()
                    .print("deployment %d has begun; deploy attach follows it".formatted(id));
            return ExitCode.OK;
        }
        return new DeployFollowing(line, deploying, json).follow(id);
    }
}
