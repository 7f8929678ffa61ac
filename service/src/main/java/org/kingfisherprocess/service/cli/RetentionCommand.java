package org.kingfisherprocess.service.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deletion.Retention;
import org.kingfisherprocess.service.deletion.RetentionRules;
import org.kingfisherprocess.service.deletion.RetentionRules.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        description = {
            "Marks collections as deleted that are kept no longer: those that ended over a year ago (but for one original of"
                    + " each source, with what is made from it), that never ended and started over two months ago, and that"
                    + " ended over two months ago and hold nothing. The periods are settings.",
            "--dry-run says what would go, what stays, and why, and changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process retention --dry-run",
            "  kingfisher-process retention --yes && kingfisher-process delete-collections"
        })
final class RetentionCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--dry-run", description = "Say what would go, and why.")
    private boolean dryRun;

    @Mixin private Confirmed confirmed = new Confirmed();

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    RetentionCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var kept = line.application().settings().retention();
        var rules = new RetentionRules(kept.old(), kept.neverEnded(), kept.empty(), kept.keepOne());
        return line.application()
                .withDatabase(database -> {
                    var retention = new Retention(database, rules, InstantSource.system());
                    var verdicts = retention.judge();
                    if (dryRun) {
                        print(retention, verdicts, List.of());
                        return ExitCode.OK;
                    }
                    long going = verdicts.stream().filter(Verdict::goes).count();
                    if (going > 0) {
                        confirmed.require(
                                line.terminal(),
                                "Delete all data of %,d collections (--dry-run lists them)?"
                                        .formatted(going),
                                "marked");
                    }
                    print(retention, verdicts, retention.mark(verdicts));
                    return ExitCode.OK;
                });
    }

    private void print(Retention retention, List<Verdict> verdicts, List<Verdict> marked) {
        var table =
                new TextTable(
                        "id",
                        "source",
                        "data version",
                        "sample",
                        "transform",
                        "goes",
                        "marked",
                        "why");
        for (var verdict : verdicts) {
            var collection = verdict.collection();
            table.row(
                    collection.id(),
                    collection.source(),
                    Times.text(collection.dataVersion()),
                    collection.sample(),
                    collection.transformType(),
                    verdict.goes(),
                    marked.contains(verdict),
                    retention.explanation(verdict));
        }
        var terminal = line.terminal();
        if (json) {
            terminal.print(table.json().toString());
            return;
        }
        if (!table.isEmpty()) {
            table.lines().forEach(terminal::print);
        }
        terminal.print(
                String.format(
                        Locale.ROOT,
                        dryRun
                                ? "%,d collections would go; nothing was changed."
                                : "%,d collections are marked as deleted; their rows go within the hour, or at once by"
                                        + " delete-collections.",
                        dryRun ? verdicts.stream().filter(Verdict::goes).count() : marked.size()));
    }
}
