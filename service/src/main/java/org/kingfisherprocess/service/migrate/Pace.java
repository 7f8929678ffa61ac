package org.kingfisherprocess.service.migrate;

import java.time.Duration;
import java.util.Optional;

/// How far a walk over a table is, and how long the rest will take.
final class Pace {
    private final String table;
    private final long estimatedRows;
    private final KeyRange keys;
    private final long started = System.nanoTime();
    private long rows;

    Pace(String table, long estimatedRows, KeyRange keys) {
        this.table = table;
        this.estimatedRows = estimatedRows;
        this.keys = keys;
    }

    MigrationEvent after(StepAddress address, long until, long walked) {
        rows += walked;
        var elapsed = StepContext.elapsed(started);
        double share = (until - keys.after()) / (double) Math.max(1, keys.last() - keys.after());
        var left =
                share <= 0
                        ? Optional.<Duration>empty()
                        : Optional.of(
                                Duration.ofNanos((long) (elapsed.toNanos() * (1 - share) / share)));
        return new MigrationEvent.Progressed(
                address, table, rows, Math.max(rows, estimatedRows), elapsed, left);
    }
}
