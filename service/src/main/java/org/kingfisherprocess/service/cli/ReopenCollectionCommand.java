package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.DerivedCollections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "reopen-collection",
        mixinStandardHelpOptions = true,
        description = {
            "Opens a collection again, and what is made of it, so that files can be added.",
            "Once it is closed again, only the OCIDs that have changed are compiled anew."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process reopen-collection 12",
            "  kingfisher-process add-files 12 missing-page.json",
            "  kingfisher-process close-collection 12"
        })
final class ReopenCollectionCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    ReopenCollectionCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        line.application()
                .withDatabase(database ->
                        database.transaction(tx -> {
                            var collection = KnownCollection.requireOriginal(tx, id);
                            if (collection.storeEndedAt().isEmpty()) {
                                throw new RefusedException(
                                        "collection %d is open already".formatted(id));
                            }
                            new Collections().reopen(tx, new DerivedCollections().tree(tx, id));
                            return true;
                        }));
        line.terminal()
                .print(
                        "Collection %d is open: `add-files %d PATH…` adds files, `close-collection %d` closes it."
                                .formatted(id, id, id));
        return ExitCode.OK;
    }
}
