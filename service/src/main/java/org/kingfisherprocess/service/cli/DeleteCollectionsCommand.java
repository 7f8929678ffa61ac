package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deletion.DeletionLimits;
import org.kingfisherprocess.service.deletion.Wipe;
import org.kingfisherprocess.service.store.RowsOfCollection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "delete-collections",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes the rows of all collections that are marked as deleted, and the documents that nothing else uses, in"
                    + " short transactions beside loading. The running server does the same every hour.",
            "May be interrupted at any time: it goes on where it stopped when it is run again. Ends with 1 if something is"
                    + " still being loaded into one of them."
        },
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process delete-collections")
final class DeleteCollectionsCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    DeleteCollectionsCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var terminal = line.terminal();
        var table =
                new TextTable(
                        "collection",
                        "wiped",
                        "releases",
                        "records",
                        "compiled releases",
                        "files",
                        "documents");
        boolean busy =
                line.application()
                        .withDatabase(database -> {
                            var wipe =
                                    new Wipe(
                                            database,
                                            DeletionLimits.DEFAULTS,
                                            new DeletionProgress(terminal));
                            boolean some = false;
                            for (var id : wipe.marked()) {
                                some |= !row(table, id, wipe);
                            }
                            terminal.endProgress();
                            return some;
                        });
        if (json) {
            terminal.print(table.json().toString());
        } else if (table.isEmpty()) {
            terminal.print("No collection is marked as deleted.");
        } else {
            table.lines().forEach(terminal::print);
        }
        return busy ? ExitCode.FOUND_PROBLEMS : ExitCode.OK;
    }

    private static boolean row(TextTable table, long id, Wipe wipe) {
        return switch (Interruptibly.run(() -> wipe.wipe(id))) {
            case Wipe.Outcome.Wiped(var rows, var documents) -> {
                table.row(
                        id,
                        true,
                        rows.getOrDefault(RowsOfCollection.RELEASES, 0L),
                        rows.getOrDefault(RowsOfCollection.RECORDS, 0L),
                        rows.getOrDefault(RowsOfCollection.COMPILED_RELEASES, 0L),
                        rows.getOrDefault(RowsOfCollection.FILES, 0L),
                        documents);
                yield true;
            }
            case Wipe.Outcome.Busy _ -> {
                table.row(id, false, 0, 0, 0, 0, 0);
                yield false;
            }
        };
    }
}
