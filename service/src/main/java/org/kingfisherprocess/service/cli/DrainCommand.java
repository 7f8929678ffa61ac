package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description =
                "Stops everything in good order: what is under way is answered, transactions are finished, PostgreSQL goes last."
                        + " Returns when all have left.",
        footerHeading = "%nExamples:%n",
        footer = {"  kingfisher-process drain", "  kingfisher-process drain --json"})
final class DrainCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    DrainCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        new SupervisorLine(line.application()).askToLeave();
        line.terminal().print(json ? "{\"stopped\":true}" : "Stopped.");
        return ExitCode.OK;
    }
}
