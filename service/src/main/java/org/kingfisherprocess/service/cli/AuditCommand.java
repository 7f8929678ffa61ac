package org.kingfisherprocess.service.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.service.steps.Audit;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.store.IntakeReceipts.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Compares what was acknowledged with what is stored, receipt by receipt, and names what is missing or doubled.",
            "What is still in the spool is not missing: it is counted as waiting or set aside. Ends with 1 if something is"
                    + " missing or doubled."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process audit",
            "  kingfisher-process audit --collection 12 --deep",
            "  kingfisher-process audit --json | jq .lost"
        })
final class AuditCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--collection", paramLabel = "ID", description = "This collection alone.")
    private @Nullable Long id;

    @Option(
            names = "--deep",
            description =
                    "Count the rows of every file too, and compare them with what its receipts say. Takes a while.")
    private boolean deep;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    AuditCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var report =
                line.application()
                        .withDatabase(database -> {
                            Long named = id;
                            Predicate<String> wanted = _ -> true;
                            if (named != null) {
                                var collection =
                                        database.transaction(
                                                tx -> KnownCollection.requireOriginal(tx, named));
                                wanted = KnownCollection.key(collection).text()::equals;
                            }
                            return new Audit(
                                            line.application().viewSpool(),
                                            database,
                                            new IntakeReceipts())
                                    .run(wanted, deep);
                        });
        if (json) {
            line.terminal().print(json(report).toString());
        } else {
            print(report);
        }
        return report.isClean() ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }

    private void print(Audit.Report report) {
        var terminal = line.terminal();
        collections(report).lines().forEach(terminal::print);
        print("lost", report.lost());
        print("doubled", report.doubled());
        print("half", report.half());
        var total = report.total();
        terminal.print(
                "%,d acknowledged: %,d stored, %,d duplicates, %,d waiting, %,d set aside, %,d discarded; %,d lost, %,d doubled%s"
                        .formatted(
                                total.acknowledged(),
                                total.stored(),
                                total.duplicates(),
                                total.waiting(),
                                total.setAside(),
                                total.discarded(),
                                report.lost().size(),
                                report.doubled().size(),
                                deep ? ", %,d half".formatted(report.half().size()) : ""));
    }

    private void print(String what, List<Finding> findings) {
        for (var finding : findings) {
            line.terminal()
                    .print(
                            "%s: %s, %s, %s"
                                    .formatted(
                                            what,
                                            finding.collection(),
                                            finding.label(),
                                            String.join(" ", finding.receipts())));
        }
    }

    private static TextTable collections(Audit.Report report) {
        var table =
                new TextTable(
                        "collection",
                        "acknowledged",
                        "stored",
                        "duplicates",
                        "waiting",
                        "set aside",
                        "discarded",
                        "lost");
        report.collections()
                .forEach((collection, standing) ->
                        table.row(
                                collection,
                                standing.acknowledged(),
                                standing.stored(),
                                standing.duplicates(),
                                standing.waiting(),
                                standing.setAside(),
                                standing.discarded(),
                                standing.lost()));
        return table;
    }

    private static JsonObject json(Audit.Report report) {
        return new JsonObject()
                .put("clean", TextTable.value(report.isClean()))
                .put("collections", collections(report).json())
                .put("lost", findings(report.lost()))
                .put("doubled", findings(report.doubled()))
                .put("half", findings(report.half()));
    }

    private static org.kingfisherprocess.ocds.json.JsonArray findings(List<Finding> findings) {
        var table = new TextTable("collection", "label", "receipts");
        findings.forEach(finding ->
                table.row(
                        finding.collection(),
                        finding.label(),
                        String.join(" ", finding.receipts())));
        return table.json();
    }
}
