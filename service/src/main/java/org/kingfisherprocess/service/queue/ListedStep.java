package org.kingfisherprocess.service.queue;

import java.time.Instant;
import java.util.Optional;

/// A step as people see it.
///
/// @param dueAt when it is tried next; of one that was set aside, when it was tried last
/// @param error why it failed last; empty where it did not
public record ListedStep(
        QueuedStep step, Instant dueAt, String error, Optional<Instant> setAsideAt) {}
