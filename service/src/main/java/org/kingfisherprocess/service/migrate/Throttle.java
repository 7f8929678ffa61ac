package org.kingfisherprocess.service.migrate;

import java.time.Duration;

/// How a backfill leaves room for others. Batches are made so large that one takes about
/// `batchTime`; after each, the run pauses for `pauseRatio` times as long as it took. While a
/// standby is behind by more than `maxReplicationLag`, or more than `maxActive` other sessions are
/// working, it waits.
public record Throttle(
        Duration batchTime,
        int firstBatchRows,
        int maxBatchRows,
        double pauseRatio,
        Duration maxReplicationLag,
        int maxActive) {
    /// A row that a batch has changed is locked until the batch commits: that long may a writer
    /// wait for it. Half of the time is left to others.
    public static final Throttle DEFAULT =
            new Throttle(Duration.ofMillis(200), 500, 20_000, 1.0, Duration.ofSeconds(10), 50);

    /// No pauses: for tests, and for tables that nobody uses.
    public static final Throttle NONE =
            new Throttle(
                    Duration.ofSeconds(1), 1_000, 50_000, 0, Duration.ofDays(1), Integer.MAX_VALUE);

    public Throttle {
        if (firstBatchRows < 1 || maxBatchRows < firstBatchRows || pauseRatio < 0) {
            throw new IllegalArgumentException("a backfill needs batches of 1 row or more");
        }
    }

    public Throttle withFirstBatchRows(int rows) {
        return new Throttle(
                batchTime,
                rows,
                Math.max(rows, maxBatchRows),
                pauseRatio,
                maxReplicationLag,
                maxActive);
    }

    public Throttle withBatchesOf(int rows) {
        return new Throttle(batchTime, rows, rows, pauseRatio, maxReplicationLag, maxActive);
    }
}
