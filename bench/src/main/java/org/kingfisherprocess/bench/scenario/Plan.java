package org.kingfisherprocess.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// What was asked for on the command line.
///
/// @param checkout the folder with `kingfisher-process`
/// @param work a folder for data and logs
/// @param shortened for CI: the same faults, fewer and for seconds
/// @param programs of the PostgreSQL that stands for one on another machine; empty: those that the
///   service brings
/// @param proxy the program of a proxy to send through; empty: none
/// @param scenarios empty: all
public record Plan(
        Path checkout,
        Path work,
        boolean shortened,
        boolean json,
        long seed,
        Optional<Path> programs,
        Optional<Path> proxy,
        List<String> scenarios) {
    public Plan {
        scenarios = List.copyOf(scenarios);
    }

    public int times(int full, int inShort) {
        return shortened ? inShort : full;
    }

    /// How long things stay broken.
    public Duration outage() {
        return shortened ? Duration.ofSeconds(5) : Duration.ofMinutes(1);
    }

    public RandomGenerator random() {
        return new SplittableRandom(seed);
    }
}
