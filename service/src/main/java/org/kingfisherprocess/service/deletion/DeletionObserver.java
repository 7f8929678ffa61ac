package org.kingfisherprocess.service.deletion;

import java.time.Duration;

/// Told after each transaction of a deletion.
@FunctionalInterface
public interface DeletionObserver {
    DeletionObserver NONE = (_, _, _, _) -> {};

    /// A transaction has committed.
    ///
    /// @param collectionId 0 where the rows belong to none
    /// @param table whose rows
    /// @param took how long the transaction held its locks
    void deleted(long collectionId, String table, long rows, Duration took);
}
