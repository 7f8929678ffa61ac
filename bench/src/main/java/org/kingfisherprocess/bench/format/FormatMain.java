package org.kingfisherprocess.bench.format;

import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks, or those whose names hold a word given after the checkout's folder.
public final class FormatMain {
    private FormatMain() {}

    public static void main(String[] arguments) throws RunnerException {
        var words = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        var pattern = words.isEmpty() ? "" : "(" + String.join("|", words) + ")";
        var options =
                new OptionsBuilder()
                        .include(FormatBenchmark.class.getName() + ".*" + pattern)
                        .forks(1)
                        .threads(1)
                        .jvmArgs("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
                        .warmupIterations(4)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(6)
                        .measurementTime(TimeValue.seconds(1))
                        .build();
        new Runner(options).run();
    }
}
