package org.kingfisherprocess.bench.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.bench.load.OpenLoop;
import org.kingfisherprocess.bench.process.TableLock;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// A session holds the strongest lock on a table that loading needs. Loading waits;
/// acknowledgements must not change.
final class LockedTable implements Scenario {
    private static final String TABLE = "collection_file";
    private static final double PER_SECOND = 100;
    private static final int RELEASES = 3;

    /// Not the benchmark (bench/ingest is): wide enough for a busy machine, far too narrow for
    /// anything that waits for a lock.
    private static final double TIMES_SLOWER = 3;

    private static final double MILLIS_SLOWER = 50;

    @Override
    public String name() {
        return "locked-table";
    }

    @Override
    public String story() {
        return "a table locked for a minute (short: 5 s) from another connection while files come at a fixed rate";
    }

    @Override
    public Verdict run(Plan plan) {
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty())) {
            var number = new AtomicInteger();
            var all = new ArrayList<>(send(plan, stage, number));
            var before = send(plan, stage, number);
            List<Attempt> during;
            long moved;
            try (var _ = TableLock.take(stage.service().jdbcUrl(), TABLE)) {
                var loaded = stage.storage().receiptCount(stage.crawl());
                during = send(plan, stage, number);
                moved = stage.storage().receiptCount(stage.crawl()) - loaded;
            }
            compare(stage, Latencies.ofAcknowledged(before), Latencies.ofAcknowledged(during));
            if (moved > 0) {
                stage.problem(
                        "%d submissions were loaded although %s was locked"
                                .formatted(moved, TABLE));
            }
            stage.requireAllAcknowledged(during);
            all.addAll(before);
            all.addAll(during);
            return stage.prove(all);
        }
    }

    private static List<Attempt> send(Plan plan, Stage stage, AtomicInteger number) {
        var loop = new OpenLoop(stage.service().address(), stage.service().key(), stage.crawl());
        return loop.run(
                PER_SECOND,
                plan.outage(),
                () ->
                        stage.files()
                                .file(
                                        "file-%06d.json".formatted(number.incrementAndGet()),
                                        RELEASES));
    }

    private static void compare(Stage stage, Latencies before, Latencies during) {
        stage.remark(
                "p99 %.1f ms before, %.1f ms under the lock; longest %.1f and %.1f ms"
                        .formatted(before.p99(), during.p99(), before.longest(), during.longest()));
        if (during.p99() > before.p99() * TIMES_SLOWER + MILLIS_SLOWER) {
            stage.problem("acknowledgements became slower under the lock");
        }
    }
}
