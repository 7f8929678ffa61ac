package org.kingfisherprocess.service.deletion;

import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.UnusedDocuments;

/// Looks through all documents for those that nobody uses. Deleting a collection needs no such
/// search; this is for what older programs and hands left behind.
public final class Orphans {
    private final Database database;
    private final DeletionLimits limits;
    private final DeletionObserver observer;

    public Orphans(Database database, DeletionLimits limits, DeletionObserver observer) {
        this.database = database;
        this.limits = limits;
        this.observer = observer;
    }

    /// How many were deleted.
    public record Deleted(long data, long packageData) {}

    /// Looks through both tables and deletes what nobody uses.
    ///
    /// @throws InterruptedException between two transactions, if the thread was interrupted
    public Deleted delete() throws InterruptedException {
        return new Deleted(
                delete(UnusedDocuments.ofData(), "data"),
                delete(UnusedDocuments.ofPackageData(), "package_data"));
    }

    private long delete(UnusedDocuments documents, String table) throws InterruptedException {
        long sum = 0;
        long after = -1;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("run it again: it begins anew");
            }
            long from = after;
            long start = System.nanoTime();
            List<Long> page =
                    database.transaction(tx -> documents.page(tx, from, limits.batchRows()));
            if (page.isEmpty()) {
                return sum;
            }
            after = page.getLast();
            int gone =
                    database.transaction(tx -> {
                        UnusedDocuments.oneAtATime(tx);
                        return documents.delete(tx, page);
                    });
            observer.deleted(0, table, gone, Duration.ofNanos(System.nanoTime() - start));
            sum += gone;
        }
    }
}
