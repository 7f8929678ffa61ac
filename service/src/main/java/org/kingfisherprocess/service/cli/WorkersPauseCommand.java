package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.queue.WorkerPause;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Has no step (upgrade, compile, finish) begun any more, on any machine, until workers resume. Steps that are under"
                    + " way end. It outlasts restarts.",
            "Files are still acknowledged and loaded, and jobs still run."
        },
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process workers pause --reason \"moving the database\" --wait")
final class WorkersPauseCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final CommandLineInterface line;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For those who find it so.")
    private String reason = "";

    @Option(names = "--wait", description = "Wait until no step is under way.")
    private boolean wait;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    WorkersPauseCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var pause = new WorkerPause();
        var by = System.getProperty("user.name", "somebody");
        long underWay =
                line.application()
                        .withDatabase(database -> {
                            database.run(tx -> pause.pause(tx, by, reason));
                            long left = database.transaction(pause::underWay);
                            while (wait && left > 0) {
                                line.terminal().progress("%,d steps are under way".formatted(left));
                                Interruptibly.run(() -> {
                                    Thread.sleep(LOOK);
                                    return true;
                                });
                                left = database.transaction(pause::underWay);
                            }
                            return left;
                        });
        line.terminal().endProgress();
        if (json) {
            line.terminal()
                    .print(
                            new Report()
                                    .add("paused", true)
                                    .add("under way", underWay)
                                    .json()
                                    .toString());
        } else {
            line.terminal()
                    .print(
                            "Paused; %,d steps are under way and end. Loading goes on."
                                    .formatted(underWay));
        }
        return ExitCode.OK;
    }
}
