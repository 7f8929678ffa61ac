package org.kingfisherprocess.service.steps;

import java.time.Duration;

/// Is told what loading does: for metrics.
public interface LoadObserver {
    /// Observes nothing.
    LoadObserver NONE = new LoadObserver() {};

    /// A transaction was committed.
    default void loaded(int submissions, long documents, long bytes, Duration took) {}

    /// PostgreSQL is away, locked or not migrated, and is waited for.
    default void waiting(RuntimeException reason) {}

    /// Something could not be loaded, for another reason.
    default void failed(RuntimeException reason) {}
}
