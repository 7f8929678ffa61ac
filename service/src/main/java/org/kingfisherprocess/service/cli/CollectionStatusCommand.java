package org.kingfisherprocess.service.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.spool.EntrySummary;
import org.kingfisherprocess.service.store.CollectionCounts;
import org.kingfisherprocess.service.store.CollectionNotes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "collection-status",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a collection holds, what is still on its way into it, and its notes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process collection-status 12",
            "  kingfisher-process collection-status 12 --json"
        })
final class CollectionStatusCommand implements Callable<Integer> {
    /// A backlog of millions is read from disk for this, and a person needs no exact number of so
    /// many.
    private static final int MOST_COUNTED = 100_000;

    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    CollectionStatusCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var report = new Report();
        var notes = new TextTable("stored", "code", "note");
        line.application()
                .withDatabase(database ->
                        database.transaction(tx -> {
                            var collection = KnownCollection.require(tx, id);
                            var held = new CollectionCounts().of(tx, id);
                            report.add("id", collection.id());
                            report.add("source", collection.sourceId());
                            report.add("data version", Times.text(collection.dataVersion()));
                            report.add("sample", collection.sample());
                            report.add("transform", collection.transformType());
                            report.add("from", collection.transformedFrom());
                            report.add("store started", Times.text(collection.storeStartedAt()));
                            report.add("store ended", collection.storeEndedAt().map(Times::text));
                            report.add("deleted", collection.deletedAt().map(Times::text));
                            report.add("files", held.files());
                            report.add("files with errors", held.filesWithErrors());
                            report.add("releases", held.releases());
                            report.add("records", held.records());
                            report.add("compiled releases", held.compiledReleases());
                            if (collection.transformType().isEmpty()) {
                                var spool = line.application().viewSpool();
                                var group = KnownCollection.key(collection).text();
                                report.add(
                                        "waiting in the spool",
                                        of(group, spool.pending(MOST_COUNTED)));
                                report.add("set aside", of(group, spool.setAside()));
                            }
                            for (var note : new CollectionNotes().of(tx, id)) {
                                notes.row(Times.text(note.storedAt()), note.code(), note.text());
                            }
                            return true;
                        }));
        if (json) {
            line.terminal().print(report.json().put("notes", notes.json()).toString());
        } else {
            report.lines().forEach(line.terminal()::print);
            line.terminal().print("");
            notes.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }

    private static long of(String group, List<EntrySummary> entries) {
        return entries.stream().filter(entry -> entry.submission().group().equals(group)).count();
    }
}
