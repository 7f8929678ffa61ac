package org.kingfisherprocess.service.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.spool.EntrySummary;
import org.kingfisherprocess.service.spool.Receipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description =
                "Puts entries that were set aside before the loader again, for example after an upgrade.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process spool retry 019ab1c2-3d4e-7f50-8a61-72839405a6b7",
            "  kingfisher-process spool retry --all"
        })
final class SpoolRetryCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(paramLabel = "RECEIPT", arity = "0..*", description = "The receipts.")
    private List<String> receipts = new ArrayList<>();

    @Option(names = "--all", description = "All that are set aside.")
    private boolean all;

    SpoolRetryCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var setAside = line.application().setAside();
        var wanted = all ? setAside.list().stream().map(EntrySummary::receipt).toList() : parsed();
        if (wanted.isEmpty()) {
            throw new RefusedException(all ? "nothing is set aside" : "name a receipt, or --all");
        }
        int missing = 0;
        for (var receipt : wanted) {
            boolean found = setAside.retry(receipt);
            line.terminal()
                    .print(
                            "%s %s"
                                    .formatted(
                                            receipt,
                                            found ? "will be tried again" : "is not set aside"));
            missing += found ? 0 : 1;
        }
        return missing == 0 ? ExitCode.OK : ExitCode.REFUSED;
    }

    private List<Receipt> parsed() {
        return receipts.stream().map(Receipts::parse).toList();
    }
}
