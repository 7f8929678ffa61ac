package org.kingfisherprocess.service.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deletion.Marking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel-collection",
        aliases = "cancelcollection",
        mixinStandardHelpOptions = true,
        description =
                "Has nothing more done with a collection and what is made from it: what is stored stays, steps that are still to do"
                        + " are dropped, and data that arrive later are acknowledged and not stored.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process cancel-collection 12")
final class CancelCollectionCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    CancelCollectionCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        List<Long> cancelled =
                line.application()
                        .withDatabase(database -> {
                            database.transaction(tx -> KnownCollection.require(tx, id));
                            return new Marking(database).cancel(id, "by hand")
                                            instanceof Marking.Outcome.Cancelled(var ids)
                                    ? ids
                                    : List.of();
                        });
        if (json) {
            line.terminal()
                    .print(new Report().add("cancelled", Ids.json(cancelled)).json().toString());
        } else if (cancelled.isEmpty()) {
            line.terminal()
                    .print(
                            "Collection %d was cancelled or marked as deleted before."
                                    .formatted(id));
        } else {
            line.terminal().print("Cancelled: %s.".formatted(Ids.text(cancelled)));
        }
        return ExitCode.OK;
    }
}
