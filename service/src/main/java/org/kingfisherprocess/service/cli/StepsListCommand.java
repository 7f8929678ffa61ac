package org.kingfisherprocess.service.cli;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.queue.StepQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the steps that are left to do, those that were set aside first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process steps list --collection 12",
            "  kingfisher-process steps list --set-aside --json"
        })
final class StepsListCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--collection", paramLabel = "ID", description = "Of this collection alone.")
    private long collection;

    @Option(
            names = "--set-aside",
            description = "Those alone that were set aside after they failed several times.")
    private boolean setAside;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "100",
            description = "Print N steps at the most. Default: ${DEFAULT-VALUE}.")
    private int most = 100;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    StepsListCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var only = collection > 0 ? OptionalLong.of(collection) : OptionalLong.empty();
        var table =
                new TextTable(
                        "id",
                        "name",
                        "collection",
                        "file",
                        "first ocid",
                        "last ocid",
                        "due",
                        "tries",
                        "set aside",
                        "error");
        line.application()
                .withDatabase(database ->
                        database.transaction(tx -> new StepQueue().list(tx, only, setAside, most)))
                .forEach(one -> {
                    var step = one.step();
                    table.row(
                            step.id(),
                            step.name(),
                            step.collectionId(),
                            step.fileId(),
                            step.ocid(),
                            step.lastOcid(),
                            Times.text(one.dueAt()),
                            step.tries(),
                            one.setAsideAt().map(Times::text),
                            one.error());
                });
        if (json) {
            line.terminal().print(table.json().toString());
        } else {
            table.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }
}
