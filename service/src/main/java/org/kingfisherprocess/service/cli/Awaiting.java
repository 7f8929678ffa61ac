package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.service.spool.Receipt;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.store.IntakeReceipts.Summary;

/// Waits until what was spooled is in the database, showing progress.
final class Awaiting {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Application application;
    private final Terminal terminal;

    Awaiting(Application application, Terminal terminal) {
        this.application = application;
        this.terminal = terminal;
    }

    /// What became of the submissions.
    record Outcome(
            long files, long duplicates, long setAside, long documents, long filesWithErrors) {}

    Outcome stored(Database database, List<Receipt> receipts) {
        var values = receipts.stream().map(Receipt::value).toList();
        while (true) {
            Summary summary = database.transaction(tx -> new IntakeReceipts().summary(tx, values));
            long setAside = summary.all() == receipts.size() ? 0 : setAside(receipts);
            if (summary.all() + setAside >= receipts.size()) {
                return new Outcome(
                        summary.files(),
                        summary.duplicates(),
                        setAside,
                        summary.documents(),
                        summary.filesWithErrors());
            }
            terminal.progress("stored %,d of %,d".formatted(summary.all(), receipts.size()));
            pause();
        }
    }

    private long setAside(List<Receipt> receipts) {
        var spool = application.viewSpool();
        return spool.setAside().stream()
                .filter(entry -> receipts.contains(entry.receipt()))
                .count();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RefusedException(
                    "interrupted; what was taken over is loaded by the server, or at the next start");
        }
    }
}
