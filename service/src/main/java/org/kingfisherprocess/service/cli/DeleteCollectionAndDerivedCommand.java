package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deletion.Marking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Version 2's spelling, with version 2's meaning.
@Command(
        name = "deletecollection",
        mixinStandardHelpOptions = true,
        description =
                "As in version 2: delete-collection with --derived and --forget. Deletes a collection with all that is made"
                        + " from it, and its own row, so that its source and data version can be used again.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process deletecollection 12 -f")
final class DeleteCollectionAndDerivedCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    @Mixin private Confirmed confirmed = new Confirmed();

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    DeleteCollectionAndDerivedCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        return DeleteCollectionCommand.mark(
                line, id, new Marking.Wish(true, true, "by hand"), confirmed, json);
    }
}
