package org.kingfisherprocess.service.deletion;

import java.time.Duration;

/// How much is deleted at once.
///
/// @param pageRows ids that are read at once and held in memory
/// @param batchRows rows of one transaction: this bounds how long a load that brings one of their
///   documents again waits
/// @param quietTries how often to ask whether the last load into a marked collection has ended,
///   before the collection is left for the next run
/// @param quietPause between two of these
public record DeletionLimits(int pageRows, int batchRows, int quietTries, Duration quietPause) {
    /// A page is small in memory; `bench/delete` compares sizes of batches.
    public static final DeletionLimits DEFAULTS =
            new DeletionLimits(50_000, 1_000, 100, Duration.ofMillis(100));

    public DeletionLimits {
        if (pageRows < 1 || batchRows < 1 || quietTries < 1) {
            throw new IllegalArgumentException(
                    "pages, batches and tries must be 1 or more, were %d, %d and %d"
                            .formatted(pageRows, batchRows, quietTries));
        }
    }
}
