package org.kingfisherprocess.bench.deletion;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What was asked for on the command line.
///
/// @param releases of the collection that is deleted
/// @param batchRows sizes of transactions that are tried
/// @param window how long the load is measured without a deletion
record DeletionPlan(
        Path checkout, Path work, int releases, List<Integer> batchRows, Duration window) {
    DeletionPlan {
        batchRows = List.copyOf(batchRows);
    }

    static DeletionPlan parse(Path checkout, List<String> arguments) {
        var known = List.of("--short", "--beside-only");
        var unknown = arguments.stream().filter(word -> !known.contains(word)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown option: " + unknown.getFirst());
        }
        boolean shortened = arguments.contains("--short");
        var sizes = shortened ? List.of(1_000) : List.of(200, 1_000, 5_000);
        return new DeletionPlan(
                checkout,
                checkout.resolve("bench/target/deletion"),
                shortened ? 20_000 : 1_000_000,
                arguments.contains("--beside-only") ? List.of() : sizes,
                Duration.ofSeconds(shortened ? 3 : 20));
    }
}
