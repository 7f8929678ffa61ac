package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.store.CollectionCounts;
import org.kingfisherprocess.service.store.Collections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list-collections",
        mixinStandardHelpOptions = true,
        description = "Lists all collections with what they hold.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process list-collections",
            "  kingfisher-process list-collections --json | jq '.[] | select(.releases > 0) | .id'"
        })
final class ListCollectionsCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    ListCollectionsCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var table =
                new TextTable(
                        "id",
                        "source",
                        "data version",
                        "sample",
                        "transform",
                        "from",
                        "files",
                        "releases",
                        "records",
                        "compiled releases",
                        "store started",
                        "store ended",
                        "deleted");
        line.application()
                .withDatabase(database ->
                        database.transaction(tx -> {
                            var counts = new CollectionCounts();
                            for (var collection : new Collections().all(tx)) {
                                var held = counts.of(tx, collection.id());
                                table.row(
                                        collection.id(),
                                        collection.sourceId(),
                                        Times.text(collection.dataVersion()),
                                        collection.sample(),
                                        collection.transformType(),
                                        collection.transformedFrom(),
                                        held.files(),
                                        held.releases(),
                                        held.records(),
                                        held.compiledReleases(),
                                        Times.text(collection.storeStartedAt()),
                                        collection.storeEndedAt().map(Times::text),
                                        collection.deletedAt().map(Times::text));
                            }
                            return true;
                        }));
        if (json) {
            line.terminal().print(table.json().toString());
        } else {
            table.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }
}
