package org.kingfisherprocess.service.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Numbers over time as a line of blocks, two seconds each, as high as the highest of them.
final class Sparkline {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final double SECONDS_A_BLOCK = 2;

    private Sparkline() {}

    static String of(List<Sample> samples, ToDoubleFunction<Sample> number) {
        var means = means(samples, number);
        double highest = means.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        var line = new StringBuilder();
        for (double mean : means) {
            int height = highest > 0 ? (int) Math.ceil(mean / highest * BLOCKS.length()) - 1 : 0;
            line.append(BLOCKS.charAt(Math.max(0, height)));
        }
        return line.toString();
    }

    private static List<Double> means(List<Sample> samples, ToDoubleFunction<Sample> number) {
        var means = new ArrayList<Double>();
        double sum = 0;
        int count = 0;
        double begun = samples.isEmpty() ? 0 : samples.getFirst().second();
        for (var sample : samples) {
            if (sample.second() >= begun + SECONDS_A_BLOCK * (means.size() + 1)) {
                means.add(sum / Math.max(1, count));
                sum = 0;
                count = 0;
            }
            sum += number.applyAsDouble(sample);
            count++;
        }
        if (count > 0) {
            means.add(sum / count);
        }
        return means;
    }
}
