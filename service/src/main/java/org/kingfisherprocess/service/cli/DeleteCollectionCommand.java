package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deletion.Marking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete-collection",
        mixinStandardHelpOptions = true,
        description = {
            "Marks a collection as deleted: it takes no more data, and its rows are deleted within the hour by the running"
                    + " server, or at once by delete-collections.",
            "Refused while a collection that is made from it is in use, unless that is to go too (--derived). The"
                    + " collection's own row stays, and data that arrive late are acknowledged and not stored.",
            "Asks at a terminal; a script need confirm --derived and --forget only."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process delete-collection 12",
            "  kingfisher-process delete-collection 12 --derived --forget --yes"
        })
final class DeleteCollectionCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    @Option(names = "--derived", description = "Delete what is made from it too.")
    private boolean derived;

    @Option(
            names = "--forget",
            description =
                    "Delete the collection's own row in the end, so that its source and data version can be used again.")
    private boolean forget;

    @Mixin private Confirmed confirmed = new Confirmed();

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    DeleteCollectionCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        return mark(line, id, new Marking.Wish(derived, forget, "by hand"), confirmed, json);
    }

    static int mark(
            CommandLineInterface line,
            long id,
            Marking.Wish wish,
            Confirmed confirmed,
            boolean json) {
        var terminal = line.terminal();
        var marked =
                line.application()
                        .withDatabase(database -> {
                            var collection =
                                    database.transaction(tx -> KnownCollection.require(tx, id));
                            ask(
                                    confirmed,
                                    terminal,
                                    wish,
                                    "Delete all data of collection %d (%s %s)%s?"
                                            .formatted(
                                                    id,
                                                    collection.sourceId(),
                                                    Times.text(collection.dataVersion()),
                                                    wish.derived()
                                                            ? " and of all that is made from it"
                                                            : ""));
                            return marked(id, new Marking(database).delete(id, wish));
                        });
        if (json) {
            terminal.print(
                    new Report().add("marked", Ids.json(marked.collections())).json().toString());
        } else {
            terminal.print(
                    "Marked as deleted: %s. Their rows go within the hour, or at once by delete-collections."
                            .formatted(Ids.text(marked.collections())));
        }
        return ExitCode.OK;
    }

    /// Scripts of version 1 mark collections without being asked, and without ever losing more than
    /// the one they name.
    private static void ask(
            Confirmed confirmed, Terminal terminal, Marking.Wish wish, String question) {
        if (wish.derived() || wish.forget()) {
            confirmed.require(terminal, question, "marked");
        } else {
            confirmed.requireOfPeople(terminal, question, "marked");
        }
    }

    private static Marking.Outcome.Marked marked(long id, Marking.Outcome outcome) {
        return switch (outcome) {
            case Marking.Outcome.Marked marked -> marked;
            case Marking.Outcome.InUse inUse ->
                    throw new RefusedException(
                            "nothing was marked: collection %s is made from collection %d and in use; delete it first, or"
                                            .formatted(inUse.text(), id)
                                    + " everything together with --derived");
            case Marking.Outcome.Gone _ ->
                    throw new RefusedException(
                            "the rows of collection %d are deleted already; its own row goes with --forget"
                                    .formatted(id));
            case Marking.Outcome.Unknown _,
                    Marking.Outcome.Cancelled _,
                    Marking.Outcome.MarkedBefore _ ->
                    throw new RefusedException(
                            "collection %d went meanwhile; nothing is left to delete"
                                    .formatted(id));
        };
    }
}
