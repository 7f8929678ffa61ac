package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.spool.EntrySummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Lists what waits to be loaded, or what was set aside since it could not be loaded.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process spool list",
            "  kingfisher-process spool list --set-aside --json"
        })
final class SpoolListCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--set-aside", description = "What was set aside, with the reason.")
    private boolean setAside;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "100",
            description = "Print N entries at the most. Default: ${DEFAULT-VALUE}.")
    private int most = 100;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    SpoolListCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var view = line.application().viewSpool();
        var entries = setAside ? view.setAside() : view.pending(most);
        var table =
                new TextTable(
                        "receipt",
                        "acknowledged",
                        "collection",
                        "what",
                        "bytes",
                        "tries",
                        "reason");
        entries.stream()
                .limit(most)
                .forEach(entry ->
                        table.row(
                                entry.receipt(),
                                Times.text(entry.acknowledgedAt()),
                                entry.submission().group(),
                                entry.submission().label(),
                                entry.bodyBytes(),
                                entry.setAside().map(EntrySummary.Reason::tries),
                                entry.setAside().map(EntrySummary.Reason::text)));
        if (json) {
            line.terminal().print(table.json().toString());
        } else {
            table.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }
}
