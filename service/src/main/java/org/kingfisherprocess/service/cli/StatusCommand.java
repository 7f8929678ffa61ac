package org.kingfisherprocess.service.cli;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kingfisherprocess.supervisor.wire.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the processes that serve: generation, release, state, memory, and how the last reload went.",
            "Exit code 1 where one of them is not ready."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process status",
            "  kingfisher-process status --json | jq '.children[] | {child, pid, state}'"
        })
final class StatusCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    StatusCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var status = new SupervisorLine(line.application()).ask("status", _ -> {});
        if (json) {
            line.terminal().print(status.json());
        } else {
            print(status);
        }
        var waiting =
                status.messages("children").stream()
                        .map(child -> child.text("state").orElse(""))
                        .anyMatch(state -> state.equals("starting") || state.equals("waiting"));
        return waiting || status.messages("children").isEmpty()
                ? ExitCode.FOUND_PROBLEMS
                : ExitCode.OK;
    }

    private void print(Message status) {
        var terminal = line.terminal();
        new Report()
                .add("listens on", status.text("listen"))
                .add("generation", status.number("generation"))
                .add("place", status.text("place"))
                .add("ready since", time(status, "ready_since"))
                .add("last reload", lastReload(status.message("last_reload")))
                .lines()
                .forEach(terminal::print);
        terminal.print("");
        var children =
                new TextTable("process", "pid", "state", "since", "starts", "KiB", "release");
        children.row(
                "supervisor",
                status.number("supervisor_pid"),
                status.truth("reloading") ? "reloading" : "ready",
                time(status, "supervisor_since"),
                1,
                status.number("supervisor_resident_kibibytes"),
                "");
        for (var child : status.messages("children")) {
            children.row(
                    child.text("child"),
                    child.number("pid"),
                    child.text("state"),
                    time(child, "since"),
                    child.number("starts"),
                    child.number("resident_kibibytes"),
                    child.text("release"));
        }
        children.lines().forEach(terminal::print);
    }

    private static Optional<String> time(Message message, String name) {
        return message.text(name).map(Instant::parse).map(Times::text);
    }

    private static Optional<String> lastReload(Message last) {
        return time(last, "at")
                .map(at ->
                        "%s: %s"
                                .formatted(
                                        at,
                                        SupervisorLine.isFailure(last)
                                                ? "failed, " + last.text("reason").orElse("")
                                                : last.text("taken_back")
                                                        .orElse(
                                                                "generation %d took over"
                                                                        .formatted(
                                                                                last.number(
                                                                                                "generation")
                                                                                        .orElse(
                                                                                                0L)))));
    }
}
