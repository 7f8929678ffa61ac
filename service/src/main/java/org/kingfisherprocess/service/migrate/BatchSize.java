package org.kingfisherprocess.service.migrate;

import java.time.Duration;

/// How many rows the next batch walks: as many as take about the time that a batch shall take.
final class BatchSize {
    private static final double FASTEST_GROWTH = 2;

    private final Throttle throttle;
    private int rows;

    BatchSize(Throttle throttle) {
        this.throttle = throttle;
        this.rows = throttle.firstBatchRows();
    }

    int rows() {
        return rows;
    }

    void took(Duration time, long walked) {
        double ratio = throttle.batchTime().toNanos() / (double) Math.max(1, time.toNanos());
        double wanted = walked * Math.min(ratio, FASTEST_GROWTH);
        rows = (int) Math.clamp(wanted, 1, throttle.maxBatchRows());
    }

    void halve() {
        rows = Math.max(1, rows / 2);
    }
}
