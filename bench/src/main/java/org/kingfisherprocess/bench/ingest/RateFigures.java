package org.kingfisherprocess.bench.ingest;

import org.kingfisherprocess.bench.load.Latencies;

/// A rate and the times of what was counted.
final class RateFigures {
    private final Figures perSecond = new Figures();
    private final Figures medianMillis = new Figures();
    private final Figures p99Millis = new Figures();

    void add(double rate, Latencies latencies) {
        perSecond.add(rate);
        medianMillis.add(latencies.median());
        p99Millis.add(latencies.p99());
    }

    double rate() {
        return perSecond.median();
    }

    double p99() {
        return p99Millis.median();
    }

    /// Cells of a table: rate, median and p99.
    String cells() {
        return "%s | %s | %s".formatted(perSecond.text(0), medianMillis.text(1), p99Millis.text(1));
    }
}
