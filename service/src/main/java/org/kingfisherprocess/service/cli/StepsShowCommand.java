package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.queue.StepQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one step, and why it failed.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process steps show 4711")
final class StepsShowCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The step's id.")
    private long id;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    StepsShowCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var found =
                line.application()
                        .withDatabase(database ->
                                database.transaction(tx -> new StepQueue().find(tx, id)))
                        .orElseThrow(() ->
                                new RefusedException(
                                        "there is no step %d: it was done, or never was one"
                                                .formatted(id)));
        var step = found.step();
        var report =
                new Report()
                        .add("id", step.id())
                        .add("name", step.name())
                        .add("collection", step.collectionId())
                        .add("file", step.fileId())
                        .add("first ocid", step.ocid())
                        .add("last ocid", step.lastOcid())
                        .add("progress", step.progress())
                        .add("due", Times.text(found.dueAt()))
                        .add("tries", step.tries())
                        .add("set aside", found.setAsideAt().map(Times::text))
                        .add("error", found.error());
        if (json) {
            line.terminal().print(report.json().toString());
        } else {
            report.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }
}
