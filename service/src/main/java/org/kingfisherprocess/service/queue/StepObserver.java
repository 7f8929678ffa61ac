package org.kingfisherprocess.service.queue;

import java.time.Duration;

/// Is told what workers do: for metrics.
public interface StepObserver {
    /// Observes nothing.
    StepObserver NONE = new StepObserver() {};

    /// A step was claimed by this thread.
    default void begun(QueuedStep step) {}

    /// This thread has none in hand any more.
    default void ended() {}

    /// A step, or a part of it, was done and committed.
    default void done(QueuedStep step, Duration took) {}

    /// A step failed.
    default void failed(QueuedStep step, RuntimeException reason) {}

    /// The queue was looked at, as happens now and then.
    default void looked(QueueState state) {}

    /// PostgreSQL is away, locked or not migrated, and is waited for.
    default void waiting(RuntimeException reason) {}
}
