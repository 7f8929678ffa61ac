package org.kingfisherprocess.service.cli;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.spool.Receipt;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.SetAsideSubmissions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes an entry that was set aside, for good. audit goes on counting it, as discarded, and its collection is"
                    + " complete without it."
        },
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
        var found = line.application().viewSpool().find(parsed);
        if (found.isEmpty() && forget(parsed)) {
            line.terminal()
                    .print("%s was discarded before; now its collection knows".formatted(parsed));
            return ExitCode.OK;
        }
        var entry =
                found.filter(one -> one.setAside().isPresent())
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
        forget(parsed);
        line.terminal().print("%s is discarded".formatted(parsed));
        return ExitCode.OK;
    }

    /// Its collection waits for it no longer, and says so. Returns false where it did not wait.
    private boolean forget(Receipt discarded) {
        return line.application()
                .<Boolean>withDatabase(
                        database -> database.transaction(tx -> forget(tx, discarded)));
    }

    private static boolean forget(Tx tx, Receipt discarded) throws SQLException {
        var forgotten = new SetAsideSubmissions().forget(tx, discarded.value());
        if (forgotten.isEmpty()) {
            return false;
        }
        var collection = new Collections().find(tx, forgotten.get().collection());
        if (collection.isPresent()) {
            new CollectionNotes()
                    .add(
                            tx,
                            collection.get(),
                            "%s could not be stored and was discarded (receipt %s)"
                                    .formatted(forgotten.get().label(), discarded),
                            CollectionNotes.Code.WARNING);
        }
        return true;
    }
}
