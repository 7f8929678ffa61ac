package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.service.deploy.DeploymentStep;
import org.kingfisherprocess.service.deploy.DeploymentSteps;
import org.kingfisherprocess.service.deploy.Deployments;
import org.kingfisherprocess.service.sql.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description =
                "Lists deployments: who, when, from and to what, how long, and what clients and loading noticed. With a number, each step of that one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process deploy history",
            "  kingfisher-process deploy history 12",
            "  kingfisher-process deploy history --json | jq '.[] | select(.failed_requests > 0)'"
        })
final class DeployHistoryCommand implements Callable<Integer> {
    private final CommandLineInterface line;
    private final Deployments deployments = new Deployments();
    private final DeploymentSteps steps = new DeploymentSteps();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NUMBER",
            description = "Which deployment to show step by step.")
    private @Nullable Long number;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "20",
            description = "List N at the most, newest first. Default: ${DEFAULT-VALUE}.")
    private int most = 20;

    @Option(names = "--json", description = "Print JSON, with every step.")
    private boolean json;

    DeployHistoryCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var wanted = number;
        line.application()
                .withDatabase(database -> wanted == null ? list(database) : one(database, wanted));
        return ExitCode.OK;
    }

    private int list(Database database) {
        var found = database.transaction(tx -> deployments.newest(tx, most));
        if (json) {
            var array = new JsonArray();
            found.forEach(deployment ->
                    array.add(
                            DeployText.json(
                                    deployment,
                                    database.transaction(tx -> steps.of(tx, deployment.id())))));
            line.terminal().print(array.toString());
            return found.size();
        }
        var table =
                new TextTable(
                        "number",
                        "who",
                        "when",
                        "what",
                        "from",
                        "to",
                        "state",
                        "took",
                        "acknowledged",
                        "failed",
                        "longest pause ms");
        for (var deployment : found) {
            table.row(
                    deployment.id(),
                    deployment.who(),
                    Times.text(deployment.startedAt()),
                    deployment.kind().text(),
                    deployment.from().release(),
                    deployment.to().release(),
                    deployment.state().text(),
                    DeployText.took(deployment).map(DeployText::took),
                    deployment.figures().acknowledged(),
                    deployment.figures().failed(),
                    deployment.figures().longestPauseMillis());
        }
        table.lines().forEach(line.terminal()::print);
        return found.size();
    }

    private int one(Database database, long id) {
        var deployment =
                database.transaction(tx -> deployments.find(tx, id))
                        .orElseThrow(() ->
                                new RefusedException("there is no deployment %d".formatted(id)));
        var all = database.transaction(tx -> steps.of(tx, id));
        if (json) {
            line.terminal().print(DeployText.json(deployment, all).toString());
            return 1;
        }
        DeployText.end(deployment).forEach(line.terminal()::print);
        line.terminal()
                .print(
                        "  by %s, begun %s"
                                .formatted(deployment.who(), Times.text(deployment.startedAt())));
        line.terminal().print("");
        steps(all).lines().forEach(line.terminal()::print);
        return 1;
    }

    private static TextTable steps(Iterable<DeploymentStep> all) {
        var table = new TextTable("number", "step", "state", "tries", "took", "result");
        all.forEach(step ->
                table.row(
                        step.number(),
                        step.kind().text(),
                        step.state().text(),
                        step.tries(),
                        step.took().map(DeployText::took),
                        step.result()));
        return table;
    }
}
