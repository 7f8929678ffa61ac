package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "process-redis-queue",
        mixinStandardHelpOptions = true,
        description =
                "Does nothing, so that crontabs of version 1 do no harm: workers run inside `serve`, and there is no Redis.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process process-redis-queue")
final class ProcessRedisQueueCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @SuppressWarnings("unused") // taken, so that a crontab of version 1 goes on
    @Option(names = "--runforseconds", paramLabel = "S", description = "Has no effect.")
    private long seconds;

    ProcessRedisQueueCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        line.terminal()
                .tell(
                        "Workers run inside `kingfisher-process serve` now, so there is nothing to do here:"
                                + " take this line out of the crontab. `steps list` shows what is left to do.");
        return ExitCode.OK;
    }
}
