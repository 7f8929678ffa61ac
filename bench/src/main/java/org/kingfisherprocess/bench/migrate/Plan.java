package org.kingfisherprocess.bench.migrate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was asked for on the command line.
///
/// @param checkout the folder with `kingfisher-process`
/// @param work a folder for data and logs
/// @param shortened for CI: the same, with few rows
/// @param releases rows in the table `release` before anything begins
/// @param rate requests a second that all spiders together send, as far as they are answered
/// @param programs of PostgreSQL; empty: those that the service brings
/// @param scenarios empty: all
record Plan(
        Path checkout,
        Path work,
        boolean shortened,
        boolean json,
        int releases,
        int kills,
        int rate,
        long seed,
        Optional<Path> programs,
        List<String> scenarios) {
    Plan {
        scenarios = List.copyOf(scenarios);
    }

    /// For scenarios in which time does not come from rows.
    int fewer() {
        return Math.max(1_000, releases / 10);
    }

    /// How long the load runs alone, to compare with.
    Duration before() {
        return shortened ? Duration.ofSeconds(5) : Duration.ofSeconds(30);
    }

    /// Longer than any migration may take here.
    Duration limit() {
        return shortened ? Duration.ofMinutes(10) : Duration.ofHours(3);
    }
}
