package org.kingfisherprocess.service.store;

import java.time.Duration;

/// How much of PostgreSQL's time one page may take.
///
/// @param statement a statement that takes longer is cancelled
/// @param lock a statement that waits longer for a table, as during a migration, is cancelled
public record ReadLimits(Duration statement, Duration lock) {
    /// Nobody looks at a page for longer than this, and the loader needs the disk.
    public static final ReadLimits DEFAULTS =
            new ReadLimits(Duration.ofSeconds(10), Duration.ofSeconds(2));

    public ReadLimits {
        if (!statement.isPositive() || !lock.isPositive()) {
            throw new IllegalArgumentException(
                    "the time limits of a page must be positive: statement %s, lock %s"
                            .formatted(statement, lock));
        }
    }
}
