package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.deletion.DeletionLimits;
import org.kingfisherprocess.service.deletion.Orphans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "delete-orphan",
        aliases = "deleteorphan",
        mixinStandardHelpOptions = true,
        description =
                "Looks through all documents, and deletes those that nothing refers to. Deleting collections leaves none: this"
                        + " is for what older programs left behind.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process delete-orphan -f")
final class DeleteOrphanCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Mixin private Confirmed confirmed = new Confirmed();

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    DeleteOrphanCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var terminal = line.terminal();
        confirmed.require(terminal, "Delete all documents that nothing refers to?", "deleted");
        var deleted =
                line.application()
                        .withDatabase(database ->
                                Interruptibly.run(
                                        new Orphans(
                                                        database,
                                                        DeletionLimits.DEFAULTS,
                                                        new DeletionProgress(terminal))
                                                ::delete));
        terminal.endProgress();
        if (json) {
            var report =
                    new Report()
                            .add("data", deleted.data())
                            .add("package data", deleted.packageData());
            terminal.print(report.json().toString());
        } else {
            terminal.print(
                    "Deleted %,d documents and %,d package data that nothing referred to."
                            .formatted(deleted.data(), deleted.packageData()));
        }
        return ExitCode.OK;
    }
}
