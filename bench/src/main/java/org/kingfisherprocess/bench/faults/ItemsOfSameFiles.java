package org.kingfisherprocess.bench.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.kingfisherprocess.bench.load.Sample;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// Many clients send the items of the same files at once, so that the first item of each file is
/// raced for. The Python original acknowledges some of these and does not store them.
final class ItemsOfSameFiles implements Scenario {
    private static final int ITEMS_PER_FILE = 10;
    private static final int FULL = 5_000;
    private static final int SHORT = 1_000;

    @Override
    public String name() {
        return "items-of-same-files";
    }

    @Override
    public String story() {
        return "32 clients send the items of the same files, ten items a file";
    }

    @Override
    public Verdict run(Plan plan) {
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty())) {
            var left = new AtomicInteger(plan.times(FULL, SHORT));
            try (var clients = stage.clients(() -> next(stage, left), Duration.ZERO)) {
                var attempts = clients.awaitEnd();
                stage.requireAllAcknowledged(attempts);
                return stage.prove(attempts);
            }
        }
    }

    private static Optional<Sample> next(Stage stage, AtomicInteger left) {
        var number = left.decrementAndGet();
        return number < 0
                ? Optional.empty()
                : Optional.of(
                        stage.files()
                                .item(
                                        "file-%06d.json".formatted(number / ITEMS_PER_FILE),
                                        number % ITEMS_PER_FILE + 1,
                                        1));
    }
}
