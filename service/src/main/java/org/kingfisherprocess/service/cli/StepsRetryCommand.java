package org.kingfisherprocess.service.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.queue.StepQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description =
                "Has steps that failed, or were set aside, tried again now, for example after an upgrade of this program.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process steps retry 4711 4712",
            "  kingfisher-process steps retry --all"
        })
final class StepsRetryCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The steps' ids.")
    private List<Long> ids = List.of();

    @Option(names = "--all", description = "All that were set aside.")
    private boolean all;

    StepsRetryCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        if (ids.isEmpty() && !all) {
            throw new RefusedException("name a step, or --all");
        }
        int retried =
                line.application()
                        .withDatabase(database ->
                                database.transaction(tx -> {
                                    var queue = new StepQueue();
                                    return all ? queue.retryAll(tx) : queue.retry(tx, ids);
                                }));
        line.terminal().print("%,d steps will be tried again.".formatted(retried));
        return retried >= ids.size() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
