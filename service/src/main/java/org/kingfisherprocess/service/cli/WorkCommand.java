package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "work",
        mixinStandardHelpOptions = true,
        description = {
            "Does steps (upgrade, compile, finish) on this machine, for the servers that use the same PostgreSQL, until it is"
                    + " stopped by Ctrl-C or SIGTERM: then the steps in hand end first. A killed one's are done by others.",
            "It neither listens nor loads nor runs jobs; its data folder holds a cache of extensions and the like. Run the same"
                    + " release as the servers: it waits while the tables are of another version."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  KINGFISHER_PROCESS_DB_URI=postgresql://user:password@db.example/kingfisher kingfisher-process work",
            "  kingfisher-process work --workers 8"
        })
final class WorkCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Steps side by side. Default: KINGFISHER_PROCESS_STEP_WORKERS.")
    private @Nullable Integer workers;

    WorkCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws InterruptedException {
        var asked = workers;
        int count = asked == null ? line.application().settings().steps().workers() : asked;
        if (count < 1) {
            throw new RefusedException("--workers must be 1 or more, was " + count);
        }
        return line.application().work(line.terminal(), count);
    }
}
