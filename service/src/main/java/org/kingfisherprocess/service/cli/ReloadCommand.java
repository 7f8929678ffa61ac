package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.supervisor.wire.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = {
            "Replaces the running server and worker by those of the release that is current now, and loses no request.",
            "The new ones are started beside the old ones, which leave when the new ones are ready: they answer what is"
                    + " under way first. If the new ones do not become ready, the old ones stay.",
            "Returns when the old ones have left. To interrupt it changes nothing: the reload goes on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process reload",
            "  kingfisher-process reload --no-wait",
            "  kingfisher-process reload --json | jq .ready_milliseconds",
            "  kingfisher-process reload --supervisor"
        })
final class ReloadCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Option(names = "--no-wait", description = "Return as soon as the new ones have taken over.")
    private boolean noWait;

    @Option(
            names = "--supervisor",
            description =
                    "Then replace the supervisor too, by that of the current release. Does not wait for the old ones to leave.")
    private boolean supervisor;

    ReloadCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var terminal = line.terminal();
        var answer = new SupervisorLine(line.application()).ask(request(), terminal::tell);
        if (SupervisorLine.isFailure(answer)) {
            return failed(answer);
        }
        var cut = answer.messages("left").stream().anyMatch(left -> !left.texts("cut").isEmpty());
        if (json) {
            terminal.print(answer.json());
        } else {
            terminal.print(
                    "Generation %d (%s) has taken over, ready after %d ms."
                            .formatted(
                                    answer.number("generation").orElse(0L),
                                    answer.text("release").orElse(""),
                                    answer.number("ready_milliseconds").orElse(0L)));
            answer.messages("left").forEach(this::printLeft);
            answer.text("supervisor").ifPresent(how -> terminal.print("Supervisor: " + how));
            answer.texts("log").forEach(one -> terminal.tell("  | " + one));
        }
        return cut || answer.text("supervisor").filter(how -> !how.equals("succeeded")).isPresent()
                ? ExitCode.FOUND_PROBLEMS
                : ExitCode.OK;
    }

    private String request() {
        if (supervisor) {
            return "reload-all";
        }
        return noWait ? "reload-no-wait" : "reload";
    }

    private void printLeft(Message left) {
        var cut = left.texts("cut");
        line.terminal()
                .print(
                        "%s left after %d ms, with %d requests answered meanwhile; %s"
                                .formatted(
                                        left.text("child").orElse(""),
                                        left.number("milliseconds").orElse(0L),
                                        left.number("served").orElse(0L),
                                        cut.isEmpty() ? "nothing was cut" : "cut at the limit:"));
        cut.forEach(one -> line.terminal().print("  " + one));
    }

    private int failed(Message answer) {
        if (json) {
            line.terminal().print(answer.json());
        }
        answer.texts("log").forEach(one -> line.terminal().tell("  | " + one));
        throw new RefusedException(
                "the reload failed, and all is as before: "
                        + answer.text("reason").orElse("the supervisor did not say why"));
    }
}
