package org.kingfisherprocess.service.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.steps.transform.Planting;
import org.kingfisherprocess.service.store.Collections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "close-collection",
        aliases = "closecollection",
        mixinStandardHelpOptions = true,
        description = {
            "Says that nothing more will come for a collection: once all that was received for it is stored, it is compiled"
                    + " and completed.",
            "The same as end-collection-store; and with --as-it-is, it does not wait for files that the crawl reported and"
                    + " that are not there."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process close-collection 12",
            "  kingfisher-process close-collection 12 --as-it-is"
        })
final class CloseCollectionCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    @Option(names = "--as-it-is", description = "Complete it without the files that are missing.")
    private boolean asItIs;

    CloseCollectionCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        int code = new EndCollectionStoreCommand(line, id).call();
        if (asItIs) {
            line.application()
                    .withDatabase(database ->
                            database.transaction(tx -> {
                                new Collections().expectNoMoreFiles(tx, id);
                                new Planting().closed(tx, List.of(id));
                                return true;
                            }));
            line.terminal().print("Collection %d is completed with what is there.".formatted(id));
        }
        return code;
    }
}
