package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.store.CollectionCounts;
import org.kingfisherprocess.service.store.Collections;
import picocli.CommandLine.Command;

@Command(
        name = "update-collection-caches",
        mixinStandardHelpOptions = true,
        description =
                "Counts the releases, records and compiled releases of every collection anew, into its cached_*_count columns."
                        + " A collection that is completed gets them by itself.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process update-collection-caches")
final class UpdateCollectionCachesCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    UpdateCollectionCachesCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        int count =
                line.application()
                        .withDatabase(database -> {
                            var ids =
                                    database.transaction(tx -> new Collections().all(tx)).stream()
                                            .map(collection -> collection.id())
                                            .toList();
                            for (long id : ids) {
                                database.run(tx -> new CollectionCounts().cache(tx, id));
                            }
                            return ids.size();
                        });
        line.terminal().print("Counted %,d collections.".formatted(count));
        return ExitCode.OK;
    }
}
