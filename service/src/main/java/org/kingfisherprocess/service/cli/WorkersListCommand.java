package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.service.queue.WorkerPause;
import org.kingfisherprocess.service.queue.Workers;
import org.kingfisherprocess.service.queue.Workers.InHand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Lists the processes that do steps, on all machines, with what each said last: every five seconds. One that"
                        + " was not seen for a minute is lost: killed, or cut off from PostgreSQL.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process workers list",
            "  kingfisher-process workers list --json | jq '.workers | length'"
        })
final class WorkersListCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    WorkersListCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        record Found(
                java.util.List<Workers.Seen> workers,
                java.util.Optional<WorkerPause.Paused> paused) {}
        var found =
                line.application()
                        .withDatabase(database ->
                                database.transaction(tx ->
                                        new Found(
                                                new Workers().list(tx),
                                                new WorkerPause().find(tx))));
        var table =
                new TextTable(
                        "machine", "process", "release", "threads", "started", "seen", "lost",
                        "steps");
        for (var worker : found.workers()) {
            table.row(
                    worker.self().machine(),
                    worker.self().processId(),
                    worker.self().release(),
                    worker.self().threads(),
                    Times.text(worker.started()),
                    Times.text(worker.seen()),
                    worker.lost(),
                    json
                            ? steps(worker)
                            : worker.inHand().stream()
                                    .map(one ->
                                            "%s since %s"
                                                    .formatted(one.step(), Times.text(one.since())))
                                    .collect(Collectors.joining("; ")));
        }
        if (json) {
            var paused = found.paused().map(WorkersListCommand::json);
            line.terminal()
                    .print(
                            new JsonObject()
                                    .put("paused", TextTable.value(paused))
                                    .put("workers", table.json())
                                    .toString());
            return ExitCode.OK;
        }
        found.paused().ifPresent(paused -> line.terminal().print(text(paused)));
        table.lines().forEach(line.terminal()::print);
        return ExitCode.OK;
    }

    static String text(WorkerPause.Paused paused) {
        return "Paused since %s by %s%s: no step is begun on any machine. workers resume has them go on."
                .formatted(
                        Times.text(paused.since()),
                        paused.by(),
                        paused.reason().isEmpty() ? "" : " (%s)".formatted(paused.reason()));
    }

    private static JsonObject json(WorkerPause.Paused paused) {
        return new Report()
                .add("since", Times.text(paused.since()))
                .add("by", paused.by())
                .add("reason", paused.reason())
                .json();
    }

    private static JsonArray steps(Workers.Seen worker) {
        var array = new JsonArray();
        for (InHand one : worker.inHand()) {
            array.add(
                    new Report()
                            .add("step", one.step())
                            .add("since", Times.text(one.since()))
                            .json());
        }
        return array;
    }
}
