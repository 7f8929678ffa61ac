package org.kingfisherprocess.service.cli;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.queue.WorkerPause;
import org.kingfisherprocess.service.queue.Workers;
import org.kingfisherprocess.service.spool.EntrySummary;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.steps.transform.Standing;
import org.kingfisherprocess.service.steps.transform.Standings;
import org.kingfisherprocess.service.store.CollectionCounts;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.DerivedCollections;
import org.kingfisherprocess.service.store.TransformType;
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
                            report.add("format", collection.format());
                            report.add("transform", collection.transformType());
                            report.add("from", collection.transformedFrom());
                            report.add("store started", Times.text(collection.storeStartedAt()));
                            report.add("store ended", collection.storeEndedAt().map(Times::text));
                            report.add("deleted", collection.deletedAt().map(Times::text));
                            report.add("files", held.files());
                            report.add("files with errors", held.filesWithErrors());
                            report.add("items with errors", held.itemsWithErrors());
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
        var standings = new Standings();
        var standing = standings.of(tx, id).orElseThrow();
        report.add("expected files", standing.expectedFiles());
        var steps = new TreeMap<>(standing.steps());
        report.add(
                "steps left",
                steps.entrySet().stream()
                        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", ")));
        report.add("steps set aside", standing.setAside());
        report.add("workers", workers(tx));
        report.add("completed", standing.completedAt().map(Times::text));
        if (standing.completedAt().isEmpty() && !standing.deleted()) {
            report.add("not complete, since", String.join("; ", standing.obstacles()));
        }
        standing.compilation().ifPresent(compilation -> report.add("compiled", compilation));
        var derived = new ArrayList<String>();
        for (long other : new DerivedCollections().tree(tx, id)) {
            if (other != id) {
                derived.add(text(standings.of(tx, other).orElseThrow()));
            }
        }
        report.add("made of it", String.join("; ", derived));
    }

    /// A collection that is made of this one, and what keeps it.
    private static String text(Standing derived) {
        var state =
                derived.deleted()
                        ? "deleted or cancelled"
                        : derived.completedAt().isPresent()
                                ? "complete"
                                : "not complete, since " + String.join("; ", derived.obstacles());
        return "%d (%s): %s"
                .formatted(derived.id(), derived.type().map(TransformType::text).orElse(""), state);
    }

    /// Whether anybody does steps now.
    private static String workers(Tx tx) throws SQLException {
        var paused = new WorkerPause().find(tx);
        if (paused.isPresent()) {
            return "paused by %s since %s%s; `workers resume` has them go on"
                    .formatted(
                            paused.get().by(),
                            Times.text(paused.get().since()),
                            paused.get().reason().isEmpty() ? "" : ": " + paused.get().reason());
        }
        var alive = new Workers().list(tx).stream().filter(seen -> !seen.lost()).toList();
        return alive.isEmpty()
                ? "none: steps are done while `serve` or `work` runs, or by `transform-collections`"
                : "%,d threads of %,d processes"
                        .formatted(
                                alive.stream().mapToInt(seen -> seen.self().threads()).sum(),
                                alive.size());
    }

    private static long of(String group, List<EntrySummary> entries) {
        return entries.stream().filter(entry -> entry.submission().group().equals(group)).count();
    }
}
