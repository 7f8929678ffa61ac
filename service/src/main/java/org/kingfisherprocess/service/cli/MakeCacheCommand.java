package org.kingfisherprocess.service.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "make-cache",
        mixinStandardHelpOptions = true,
        description = {
            "Prepares quick starts of this release, in its folder cache: to be run once where it was unpacked, and again after"
                    + " an update of the JDK.",
            "Starts a server in a temporary folder on a port of its own, with an embedded PostgreSQL, and stops it again. Needs"
                    + " no database, and touches no data."
        },
        footerHeading = "%nExample:%n",
        footer = "  kingfisher-process make-cache")
final class MakeCacheCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    MakeCacheCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        line.application().makeCache(line.terminal());
        return ExitCode.OK;
    }
}
