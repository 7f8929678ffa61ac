package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "update-collection-caches",
        mixinStandardHelpOptions = true,
        description =
                "Counts anew what the collections hold whose store has ended. The running server does so every night, and when a"
                        + " collection completes.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process update-collection-caches")
final class UpdateCollectionCachesCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    UpdateCollectionCachesCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        return SchedulesRunCommand.run(line, "update-collection-caches", json);
    }
}
