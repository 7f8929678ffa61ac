package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.queue.WorkerPause;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Has steps go on, on all machines, after workers pause.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process workers resume")
final class WorkersResumeCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    WorkersResumeCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        boolean was =
                line.application()
                        .withDatabase(database -> database.transaction(new WorkerPause()::resume));
        if (json) {
            line.terminal()
                    .print(
                            new Report()
                                    .add("paused", false)
                                    .add("was paused", was)
                                    .json()
                                    .toString());
        } else {
            line.terminal().print(was ? "Steps go on." : "Steps were not paused.");
        }
        return ExitCode.OK;
    }
}
