package org.kingfisherprocess.service.steps;

import java.time.Duration;
import org.kingfisherprocess.ocds.json.JsonLimits;

/// How much is loaded at once, and how patiently.
///
/// @param tries before an entry that cannot be loaded is set aside
/// @param batchEntries most submissions in one transaction: their commit is shared
/// @param batchBytes of bodies in one transaction; a submission above it is loaded alone
/// @param batchTime how long one transaction of several should take at the most: readers see
///   nothing of it before its end, and a migration that needs quiet waits for it
/// @param patience how long a loader waits for the spool before it looks whether it is to stop
/// @param firstPause after a failure, doubled with each further one; and between two looks whether
///   workers still have to stand still
/// @param longestPause between two tries to reach PostgreSQL
public record LoadLimits(
        int tries,
        int batchEntries,
        long batchBytes,
        Duration batchTime,
        Duration patience,
        Duration firstPause,
        Duration longestPause,
        ChunkSize chunk,
        JsonLimits json) {

    public static LoadLimits of(int tries, JsonLimits json) {
        return new LoadLimits(
                tries,
                200,
                4L << 20,
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                ChunkSize.DEFAULT,
                json);
    }
}
