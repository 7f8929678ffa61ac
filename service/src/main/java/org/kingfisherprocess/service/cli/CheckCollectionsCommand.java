package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.store.Collection;
import org.kingfisherprocess.service.store.Collections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "check-collections",
        mixinStandardHelpOptions = true,
        description = {
            "Says how many collections are to be checked (`check_data`), so that crontabs of version 1 do no harm.",
            "This release does not check. A release that does will check them by itself."
        },
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process check-collections")
final class CheckCollectionsCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @SuppressWarnings("unused") // taken, so that a crontab of version 1 goes on
    @Option(names = "--runforseconds", paramLabel = "S", description = "Has no effect.")
    private long seconds;

    CheckCollectionsCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var all =
                line.application()
                        .withDatabase(database -> database.transaction(new Collections()::all));
        long wanted =
                all.stream()
                        .filter(one -> one.deletedAt().isEmpty())
                        .filter(Collection::checkData)
                        .count();
        line.terminal()
                .print(
                        "%,d collections are to be checked. Nothing is checked yet: this release cannot, and a later one does it by itself."
                                .formatted(wanted));
        return ExitCode.OK;
    }
}
