package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows how much waits, since when, and how much disk is left.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process spool status",
            "  kingfisher-process spool status --json | jq .pending"
        })
final class SpoolStatusCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    SpoolStatusCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var status = line.application().viewSpool().status();
        var report =
                new Report()
                        .add("folder", line.application().spoolDirectory())
                        .add("pending", status.pending())
                        .add("pending bytes", status.pendingBytes())
                        .add("oldest pending", status.oldestPending().map(Times::text))
                        .add("set aside", status.setAside())
                        .add("damaged", status.damaged())
                        .add("full", status.full())
                        .add("free bytes", status.freeBytes())
                        .add("reserve bytes", status.reserveBytes())
                        .add("segments", status.segments())
                        .add("spare segments", status.spares())
                        .add("writers", status.writers())
                        .add("loaded by process", status.reader());
        if (json) {
            line.terminal().print(report.json().toString());
        } else {
            report.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }
}
