package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "transform-collections",
        mixinStandardHelpOptions = true,
        description = {
            "Does all steps that are due, of all collections, in this process, and ends.",
            "A running server does that by itself; this is for when there is none, or to help it for a while."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process transform-collections",
            "  kingfisher-process transform-collections --threads 10 --runforseconds 3600"
        })
final class TransformCollectionsCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Steps done side by side. Default: the setting KINGFISHER_PROCESS_STEP_WORKERS.")
    private int threads;

    @Option(
            names = "--runforseconds",
            paramLabel = "S",
            defaultValue = "31536000",
            description = "Begin no step after S seconds.")
    private long seconds = 31_536_000;

    TransformCollectionsCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        int workers = threads > 0 ? threads : line.application().settings().steps().workers();
        long steps =
                line.application()
                        .withDatabase(database ->
                                new DoingSteps(line)
                                        .untilNoneIsDue(
                                                database,
                                                List.of(),
                                                workers,
                                                Duration.ofSeconds(seconds)));
        line.terminal().print("%,d steps done.".formatted(steps));
        return ExitCode.OK;
    }
}
