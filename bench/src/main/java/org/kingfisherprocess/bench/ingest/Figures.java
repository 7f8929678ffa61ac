package org.kingfisherprocess.bench.ingest;

import java.util.Locale;
import java.util.stream.DoubleStream;

/// One figure, measured several times.
final class Figures {
    private double[] sorted = new double[0];

    void add(double figure) {
        sorted =
                DoubleStream.concat(DoubleStream.of(sorted), DoubleStream.of(figure))
                        .sorted()
                        .toArray();
    }

    double median() {
        if (sorted.length == 0) {
            return 0;
        }
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The median, and behind it the smallest and the largest.
    String text(int decimals) {
        if (sorted.length == 0) {
            return "";
        }
        var number = "%,." + decimals + "f";
        var text = String.format(Locale.ROOT, number, median());
        return sorted.length == 1
                ? text
                : String.format(
                        Locale.ROOT,
                        "%s (" + number + " to " + number + ")",
                        text,
                        sorted[0],
                        sorted[sorted.length - 1]);
    }
}
