package org.kingfisherprocess.service.demo;

import java.util.Collection;

/// How long acknowledgements took, in milliseconds; zero where there was none.
public record Latencies(double median, double p99, double longest) {
    static final Latencies NONE = new Latencies(0, 0, 0);

    private static final double NANOS_PER_MILLI = 1e6;

    static Latencies of(Collection<Sent> sent) {
        var sorted =
                sent.stream()
                        .filter(one -> one.outcome() instanceof Outcome.Acknowledged)
                        .mapToLong(Sent::nanos)
                        .sorted()
                        .toArray();
        return sorted.length == 0
                ? NONE
                : new Latencies(part(sorted, 0.5), part(sorted, 0.99), part(sorted, 1));
    }

    private static double part(long[] sorted, double share) {
        int index = (int) Math.min(sorted.length - 1L, (long) (sorted.length * share));
        return sorted[index] / NANOS_PER_MILLI;
    }
}
