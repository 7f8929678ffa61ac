package org.kingfisherprocess.service.cli;

import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.spool.EntrySummary;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.steps.transform.Standings;
import org.kingfisherprocess.service.store.CollectionCounts;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.DerivedCollections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "collection-status",
        aliases = "collectionstatus",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a collection holds, what is still on its way into it, what keeps it from being complete, and its notes.",
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
                            addStanding(tx, report);
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

    private void addStanding(Tx tx, Report report) throws SQLException {
        var standing = new Standings().of(tx, id).orElseThrow();
        report.add("expected files", standing.expectedFiles());
        var steps = new TreeMap<>(standing.steps());
        report.add(
                "steps left",
                steps.entrySet().stream()
                        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", ")));
        report.add("steps set aside", standing.setAside());
        report.add("completed", standing.completedAt().map(Times::text));
        if (standing.completedAt().isEmpty() && !standing.deleted()) {
            report.add("not complete, since", String.join("; ", standing.obstacles()));
        }
        var derived = new DerivedCollections().tree(tx, id);
        report.add(
                "made of it",
                derived.stream()
                        .filter(other -> other != id)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")));
    }

    private static long of(String group, List<EntrySummary> entries) {
        return entries.stream().filter(entry -> entry.submission().group().equals(group)).count();
    }
}
