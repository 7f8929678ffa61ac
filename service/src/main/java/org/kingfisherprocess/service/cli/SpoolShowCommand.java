package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one entry of the spool with all its fields.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process spool show 019ab1c2-3d4e-7f50-8a61-72839405a6b7")
final class SpoolShowCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "RECEIPT", description = "The receipt of the submission.")
    private String receipt = "";

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    SpoolShowCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var entry =
                line.application()
                        .viewSpool()
                        .find(Receipts.parse(receipt))
                        .orElseThrow(() ->
                                new RefusedException(
                                        "%s is not in the spool: it was loaded, discarded or never acknowledged here; audit compares"
                                                .formatted(receipt)));
        var report =
                new Report()
                        .add("receipt", entry.receipt())
                        .add("acknowledged", Times.text(entry.acknowledgedAt()))
                        .add("collection", entry.submission().group())
                        .add("what", entry.submission().label())
                        .add("bytes", entry.bodyBytes());
        entry.submission().fields().forEach(report::add);
        entry.setAside()
                .ifPresent(reason ->
                        report.add("set aside", Times.text(reason.at()))
                                .add("tries", reason.tries())
                                .add("being tried again", reason.retrying())
                                .add("reason", reason.text()));
        if (json) {
            line.terminal().print(report.json().toString());
        } else {
            report.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }
}
