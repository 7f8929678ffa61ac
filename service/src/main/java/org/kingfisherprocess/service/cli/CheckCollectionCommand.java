package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.store.Collections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "check-collection",
        aliases = {"add-checks", "addchecks"},
        mixinStandardHelpOptions = true,
        description = {
            "Has a collection's data checked: marks it (`check_data`), and checks nothing itself.",
            "This release does not check. What is marked is checked once a release that does is in service."
        },
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process check-collection 12")
final class CheckCollectionCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    CheckCollectionCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        line.application()
                .withDatabase(database ->
                        database.transaction(tx -> {
                            if (KnownCollection.require(tx, id).deletedAt().isPresent()) {
                                throw new RefusedException(
                                        "collection %d is marked as deleted or cancelled: nothing of it is checked"
                                                .formatted(id));
                            }
                            new Collections().wantChecks(tx, id);
                            return true;
                        }));
        line.terminal()
                .print(
                        "Collection %d is to be checked. Nothing is checked yet: this release cannot, and a later one does it by itself."
                                .formatted(id));
        return ExitCode.OK;
    }
}
