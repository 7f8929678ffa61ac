package org.kingfisherprocess.service.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description =
                "Deletes an entry that was set aside, for good. audit goes on counting it, as discarded.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process spool discard 019ab1c2-3d4e-7f50-8a61-72839405a6b7 --yes")
final class SpoolDiscardCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "RECEIPT", description = "The receipt of the submission.")
    private String receipt = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    SpoolDiscardCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var parsed = Receipts.parse(receipt);
        var entry =
                line.application()
                        .viewSpool()
                        .find(parsed)
                        .filter(found -> found.setAside().isPresent())
                        .orElseThrow(() ->
                                new RefusedException(
                                        "%s is not set aside; only such entries can be discarded"
                                                .formatted(parsed)));
        var question =
                "Delete %s of %s (%,d bytes) for good? Type yes:"
                        .formatted(
                                entry.submission().label(),
                                entry.submission().group(),
                                entry.bodyBytes());
        if (!yes && !Optional.of("yes").equals(line.terminal().ask(question))) {
            throw new RefusedException("nothing was deleted: confirm with --yes");
        }
        if (!line.application().setAside().discard(parsed)) {
            throw new RefusedException("%s is not set aside any more".formatted(parsed));
        }
        line.terminal().print("%s is discarded".formatted(parsed));
        return ExitCode.OK;
    }
}
