package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.store.CollectionNotes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "new-collection-note",
        mixinStandardHelpOptions = true,
        description = "Adds a note to a collection.",
        footerHeading = "%nExamples:%n",
        footer =
                "  kingfisher-process new-collection-note 12 \"Crawled again, since the first was cut off\"")
final class NewCollectionNoteCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    @Parameters(index = "1", paramLabel = "NOTE", description = "What is to be remembered.")
    private String note = "";

    NewCollectionNoteCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        line.application()
                .withDatabase(database ->
                        database.transaction(tx -> {
                            KnownCollection.require(tx, id);
                            new CollectionNotes().add(tx, id, note, CollectionNotes.Code.INFO);
                            return true;
                        }));
        line.terminal().tell("Added to collection %d.".formatted(id));
        return ExitCode.OK;
    }
}
