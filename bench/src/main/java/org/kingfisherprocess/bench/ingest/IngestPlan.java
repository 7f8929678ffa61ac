package org.kingfisherprocess.bench.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What was asked for on the command line.
///
/// @param work a folder on the disk that is measured
/// @param shortened fewer repetitions of shorter runs: to see that it works, not to be believed
/// @param large also load a release package of 2 GB with little memory
/// @param write whether docs/performance.md is written
/// @param arguments as given, for the page
record IngestPlan(
        Path checkout,
        Path work,
        boolean shortened,
        boolean large,
        boolean write,
        List<String> arguments) {
    IngestPlan {
        arguments = List.copyOf(arguments);
    }

    static IngestPlan parse(Path checkout, List<String> arguments) {
        var known = List.of("--short", "--large", "--print");
        var unknown = arguments.stream().filter(word -> !known.contains(word)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown option: " + unknown.getFirst());
        }
        return new IngestPlan(
                checkout,
                checkout.resolve("bench/target/ingest"),
                arguments.contains("--short"),
                arguments.contains("--large"),
                !arguments.contains("--print"),
                arguments);
    }

    int repetitions() {
        return shortened ? 1 : 3;
    }

    /// Of one measurement of a rate.
    Duration runTime() {
        return shortened ? Duration.ofSeconds(1) : Duration.ofSeconds(4);
    }

    /// How many files of so many releases are loaded at once.
    int files(int releasesPerFile) {
        return switch (releasesPerFile) {
            case 1 -> shortened ? 1_000 : 8_000;
            case 100 -> shortened ? 20 : 120;
            default -> shortened ? 2 : 4;
        };
    }

    /// As somebody would type it.
    String command() {
        return String.join(" ", "bench/ingest", String.join(" ", arguments)).strip();
    }
}
