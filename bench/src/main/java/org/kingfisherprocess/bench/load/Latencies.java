package org.kingfisherprocess.bench.load;

import java.util.Arrays;
import java.util.Collection;

/// Times of acknowledgements, in milliseconds.
public final class Latencies {
    private final long[] sortedNanos;

    private Latencies(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    public static Latencies ofAcknowledged(Collection<Attempt> attempts) {
        return ofNanos(
                attempts.stream()
                        .filter(Attempt::acknowledged)
                        .mapToLong(Attempt::nanos)
                        .toArray());
    }

    /// Takes the array.
    public static Latencies ofNanos(long[] nanos) {
        Arrays.sort(nanos);
        return new Latencies(nanos);
    }

    public double median() {
        return percentile(0.5);
    }

    public double p99() {
        return percentile(0.99);
    }

    public double p999() {
        return percentile(0.999);
    }

    public double longest() {
        return percentile(1);
    }

    private double percentile(double share) {
        if (sortedNanos.length == 0) {
            return 0;
        }
        var index = (int) Math.min(sortedNanos.length - 1L, (long) (sortedNanos.length * share));
        return sortedNanos[index] / 1e6;
    }
}
