package org.kingfisherprocess.service.deletion;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.Deletions;
import org.kingfisherprocess.service.store.RowsOfCollection;
import org.kingfisherprocess.service.store.UnusedDocuments;

/// Deletes the rows of a marked collection, and the documents that it alone used.
///
/// First it waits until nobody writes into the collection any more. Then it goes from what refers
/// to what is referred to: releases and their checks, items, files. Each batch is a transaction
/// that takes its rows and their documents together, so that a crash leaves nothing half done: the
/// next run goes on with the rows that are left. Several runs may go on at once.
public final class Wipe {
    private final Database database;
    private final Deletions deletions;
    private final UnusedDocuments data;
    private final UnusedDocuments packageData;
    private final DeletionLimits limits;
    private final DeletionObserver observer;

    public Wipe(Database database, DeletionLimits limits, DeletionObserver observer) {
        this.database = database;
        this.deletions = new Deletions();
        this.data = UnusedDocuments.ofData();
        this.packageData = UnusedDocuments.ofPackageData();
        this.limits = limits;
        this.observer = observer;
    }

    /// What became of a collection.
    public sealed interface Outcome {
        /// All its rows are gone.
        record Wiped(Map<RowsOfCollection, Long> rows, long documents) implements Outcome {
            public Wiped {
                rows = Map.copyOf(rows);
            }
        }

        /// Something is still being loaded into it: to be tried again later.
        record Busy() implements Outcome {}
    }

    /// The collections that are marked, in the order in which to wipe them.
    public List<Long> marked() {
        return database.transaction(deletions::marked);
    }

    /// Wipes one marked collection.
    ///
    /// @throws InterruptedException between two transactions, if the thread was interrupted
    public Outcome wipe(long collectionId) throws InterruptedException {
        var rows = new EnumMap<RowsOfCollection, Long>(RowsOfCollection.class);
        long documents = 0;
        for (int tries = 0; tries < limits.quietTries(); tries++) {
            if (!database.transaction(tx -> deletions.isQuiet(tx, collectionId))) {
                Thread.sleep(limits.quietPause());
                continue;
            }
            for (var table : RowsOfCollection.values()) {
                documents += deleteAll(collectionId, table, rows);
            }
            documents += deleteRemembered();
            if (database.transaction(tx -> deletions.finish(tx, collectionId))) {
                return new Outcome.Wiped(rows, documents);
            }
        }
        return new Outcome.Busy();
    }

    /// Returns how many documents went with the rows.
    private long deleteAll(
            long collectionId, RowsOfCollection table, Map<RowsOfCollection, Long> rows)
            throws InterruptedException {
        long documents = 0;
        long before;
        do {
            before = rows.getOrDefault(table, 0L);
            var ids =
                    database
                            .transaction(tx -> table.page(tx, collectionId, limits.pageRows()))
                            .stream()
                            .sorted()
                            .toList();
            for (int from = 0; from < ids.size(); from += limits.batchRows()) {
                var batch = ids.subList(from, Math.min(ids.size(), from + limits.batchRows()));
                var gone = timed(collectionId, table.table(), tx -> delete(tx, table, batch));
                rows.merge(table, gone.rows(), Long::sum);
                documents += gone.documents();
            }
        } while (rows.getOrDefault(table, 0L) > before);
        return documents;
    }

    private record Gone(long rows, long documents) {}

    private Gone delete(Tx tx, RowsOfCollection table, List<Long> ids) throws SQLException {
        UnusedDocuments.oneAtATime(tx);
        var deleted = table.delete(tx, ids);
        packageData.remember(tx, deleted.packageData());
        return new Gone(deleted.rows(), data.delete(tx, deleted.data()));
    }

    /// Looks at the documents that deletions have left to be looked at, and returns how many it
    /// deleted.
    ///
    /// Package data serve many releases: looking after each batch whether the last one has gone
    /// would pass all that went before. So they are remembered, and looked at once, in the end;
    /// like documents that somebody held when their last user went.
    ///
    /// @throws InterruptedException between two transactions, if the thread was interrupted
    public long deleteRemembered() throws InterruptedException {
        return deleteUnused(packageData, "package_data") + deleteUnused(data, "data");
    }

    private long deleteUnused(UnusedDocuments documents, String table) throws InterruptedException {
        long sum = 0;
        long after = -1;
        while (true) {
            long from = after;
            var batch =
                    database.transaction(tx -> documents.remembered(tx, from, limits.batchRows()));
            if (batch.isEmpty()) {
                return sum;
            }
            after = batch.getLast();
            sum +=
                    timed(
                                    0,
                                    table,
                                    tx -> {
                                        UnusedDocuments.oneAtATime(tx);
                                        documents.forget(tx, batch);
                                        return new Gone(documents.delete(tx, batch), 0);
                                    })
                            .rows();
        }
    }

    private interface Batch {
        Gone run(Tx tx) throws SQLException;
    }

    private Gone timed(long collectionId, String table, Batch batch) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the deletion goes on where it stopped, when it is run");
        }
        long start = System.nanoTime();
        var gone = database.transaction(batch::run);
        observer.deleted(
                collectionId, table, gone.rows(), Duration.ofNanos(System.nanoTime() - start));
        return gone;
    }
}
