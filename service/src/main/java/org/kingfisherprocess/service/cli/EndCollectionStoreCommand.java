package org.kingfisherprocess.service.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.submission.EndSubmission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "end-collection-store",
        mixinStandardHelpOptions = true,
        description =
                "Says that nothing more will come for a collection: once all that was received for it is stored, its store"
                        + " is ended.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process end-collection-store 12")
final class EndCollectionStoreCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    EndCollectionStoreCommand(CommandLineInterface line) {
        this.line = line;
    }

    EndCollectionStoreCommand(CommandLineInterface line, long id) {
        this(line);
        this.id = id;
    }

    @Override
    public Integer call() {
        return line.application()
                .withDatabase(database -> {
                    var collection =
                            database.transaction(tx -> KnownCollection.requireOriginal(tx, id));
                    if (collection.storeEndedAt().isPresent()) {
                        line.terminal()
                                .print(
                                        "The store of collection %d ended at %s already."
                                                .formatted(
                                                        id,
                                                        Times.text(
                                                                collection.storeEndedAt().get())));
                        return ExitCode.OK;
                    }
                    var end =
                            LocalLoadCommand.spooled(
                                    new EndSubmission(KnownCollection.key(collection), "1.1"));
                    line.application()
                            .withLoading(
                                    database,
                                    loading -> {
                                        try (var spool = line.application().openSpool()) {
                                            return new Awaiting(line.application(), line.terminal())
                                                    .stored(loading, List.of(spool.append(end)));
                                        }
                                    });
                    line.terminal().endProgress();
                    line.terminal().print("The store of collection %d has ended.".formatted(id));
                    return ExitCode.OK;
                });
    }
}
