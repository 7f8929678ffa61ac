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
        var unknown = arguments.stream().filter(word -> !word.equals("--short")).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown option: " + unknown.getFirst());
        }
        var work = checkout.resolve("bench/target/deletion");
        return arguments.isEmpty()
                ? new DeletionPlan(
                        checkout,
                        work,
                        1_000_000,
                        List.of(200, 1_000, 5_000),
                        Duration.ofSeconds(30))
                : new DeletionPlan(checkout, work, 20_000, List.of(1_000), Duration.ofSeconds(3));
    }
}
