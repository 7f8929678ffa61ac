package org.kingfisherprocess.service.upgrade;

import java.time.Duration;

/// What is done with sessions that are in the way of a run. Sessions of this program, and those
/// that are protected, are never touched.
public sealed interface BlockerPolicy {
    /// They are shown.
    record Never() implements BlockerPolicy {}

    /// They are shown, and a terminal that is attached asks.
    record Ask() implements BlockerPolicy {}

    /// They are cancelled once they have been in the way for so long.
    record After(Duration limit) implements BlockerPolicy {}
}
