package org.kingfisherprocess.bench.ocds;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks, or those whose names hold a word given after the checkout's folder. With
/// `--cpu` it measures CPU time instead, once and shortly.
public final class OcdsMain {

    private OcdsMain() {}

    public static void main(String[] arguments) throws RunnerException, IOException {
        if (List.of(arguments).contains("--cpu")) {
            CpuTime.print();
            return;
        }
        var words = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        var pattern = words.isEmpty() ? "" : "(" + String.join("|", words) + ")";
        var options =
                new OptionsBuilder()
                        .include(OcdsBenchmark.class.getName() + ".*" + pattern)
                        .forks(1)
                        .threads(1)
                        .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .build();
        new Runner(options).run();
    }
}
