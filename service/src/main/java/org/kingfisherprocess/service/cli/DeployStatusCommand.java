package org.kingfisherprocess.service.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deploy.DeployLock;
import org.kingfisherprocess.service.deploy.Deploying;
import org.kingfisherprocess.service.deploy.Deployment;
import org.kingfisherprocess.service.release.ReleaseFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows who holds the deploy lock, the deployment that is under way, and the releases that are kept.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process deploy status",
            "  kingfisher-process deploy status --json | jq .lock"
        })
final class DeployStatusCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    DeployStatusCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var deploying = line.application().deploying();
        var report =
                line.application()
                        .withDatabase(database ->
                                report(
                                        deploying,
                                        deploying.underWay(database),
                                        database.transaction(tx -> new DeployLock().held(tx))));
        var releases = releases(deploying);
        if (json) {
            line.terminal().print(report.add("releases", releases.json()).json().toString());
        } else {
            report.lines().forEach(line.terminal()::print);
            line.terminal().print("");
            releases.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }

    private static Report report(
            Deploying deploying, Optional<Deployment> underWay, Optional<DeployLock.Held> lock) {
        return new Report()
                .add("installation", deploying.installation().folder())
                .add("current", deploying.installation().current().map(ReleaseFolder::name))
                .add("serves", deploying.serving())
                .add("lock", lock.map(DeployLock.Held::text))
                .add(
                        "deployment",
                        underWay.map(deployment ->
                                "%d of %s, %s -> %s, %s"
                                        .formatted(
                                                deployment.id(),
                                                deployment.who(),
                                                deployment.from().release(),
                                                deployment.to().release(),
                                                deploying.isExecuting()
                                                        ? "carried out by " + deployment.executor()
                                                        : "left by the process that carried it out: go on with deploy run")));
    }

    private static TextTable releases(Deploying deploying) {
        var table = new TextTable("release", "staged", "from");
        deploying
                .kept()
                .forEach(kept ->
                        table.row(
                                kept.folder().name(), Times.text(kept.stagedAt()), kept.source()));
        return table;
    }
}
