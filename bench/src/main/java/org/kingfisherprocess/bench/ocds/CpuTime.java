package org.kingfisherprocess.bench.ocds;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.infra.Blackhole;

/// Measures the same work as the benchmarks by the CPU time that the whole process used, garbage
/// collection included: on a machine that does other things as well, clocks on the wall say little.
/// Prints medians.
final class CpuTime {

    private static final int WARM_UP = 100;
    private static final int ROUNDS = 9;

    /// The system counts CPU time in steps of 10 ms.
    private static final long ROUND_NANOS = 500_000_000;

    private interface Work {
        void run() throws IOException;
    }

    private CpuTime() {}

    static void print() throws IOException {
        var benchmark = new OcdsBenchmark();
        benchmark.read();
        var hole =
                new Blackhole(
                        "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
        var works = new LinkedHashMap<String, Work>();
        works.put("compile", () -> benchmark.compile(hole));
        works.put("versioned", () -> benchmark.version(hole));
        works.put("parse, write", benchmark::parseWrite);
        works.put("parse, compile, write", benchmark::parseCompileWrite);
        works.put("copy", () -> benchmark.copy(hole));
        works.put("copy, upgrade", () -> benchmark.copyUpgrade(hole));
        System.out.printf("%-24s %14s %14s%n", "releases a CPU second", "median", "middle half");
        for (Map.Entry<String, Work> work : works.entrySet()) {
            var rates = rates(work.getValue());
            System.out.printf(
                    "%-24s %,14.0f %,14.0f to %,.0f%n",
                    work.getKey(), rates[ROUNDS / 2], rates[ROUNDS / 4], rates[ROUNDS * 3 / 4]);
        }
    }

    private static double[] rates(Work work) throws IOException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        var rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = system.getProcessCpuTime();
            long used = 0;
            long releases = 0;
            while (used < ROUND_NANOS) {
                work.run();
                releases += OcdsBenchmark.RELEASES;
                used = system.getProcessCpuTime() - start;
            }
            rates[i] = releases * 1e9 / used;
        }
        Arrays.sort(rates);
        return rates;
    }
}
