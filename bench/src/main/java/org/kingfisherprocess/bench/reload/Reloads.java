package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Moments;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// Reloads under 8 and 64 clients, as fast as the service answers and at half that rate; each mix
/// first without reloads, to compare.
final class Reloads implements Scenario {
    private static final List<Integer> CLIENTS = List.of(8, 64);
    private static final int FULL = 50;
    private static final int SHORT = 4;
    private static final int REQUESTS_FULL = 200_000;
    private static final int REQUESTS_SHORT = 4_000;
    private static final int LONGEST_REST_MILLIS = 1_000;
    private static final int HALF = 2;

    @Override
    public String name() {
        return "reloads";
    }

    @Override
    public String story() {
        return "50 reloads (short: 4) under 8 and 64 clients at half and full capacity, 200,000 requests (short: 4,000)";
    }

    @Override
    public Verdict run(Plan plan) {
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty())) {
            var run = new Run(plan, stage);
            for (var clients : CLIENTS) {
                var full = run.mix(clients, Duration.ZERO, "full");
                var interval = full.perSecond() == 0 ? 0 : 1e9 * clients / full.perSecond();
                var pause = (long) (interval * HALF - full.quiet().median() * 1e6);
                run.mix(clients, Duration.ofNanos(Math.max(1, pause)), "half");
            }
            stage.remark(run.reloading.remark());
            stage.requireAllAcknowledged(run.all);
            return stage.prove(run.all);
        }
    }

    /// What a mix did without reloads.
    private record Full(double perSecond, Latencies quiet) {}

    private static final class Run {
        private final Plan plan;
        private final Stage stage;
        private final SmallAndLargeFiles files;
        private final Reloading reloading;
        private final List<Attempt> all = new ArrayList<>();
        private final RandomGenerator random;
        private int mixes;

        Run(Plan plan, Stage stage) {
            this.plan = plan;
            this.stage = stage;
            files = new SmallAndLargeFiles(stage.files());
            reloading = new Reloading(stage);
            random = plan.random();
        }

        Full mix(int clients, Duration pause, String capacity) {
            var time = plan.outage().dividedBy(4);
            var begun = System.nanoTime();
            var quiet = quiet(clients, pause, time);
            var perSecond = quiet.size() / ((System.nanoTime() - begun) / 1e9);
            var busyBegun = System.nanoTime();
            var busy = busy(clients, pause);
            var busyPerSecond = busy.size() / ((System.nanoTime() - busyBegun) / 1e9);
            var before = Latencies.ofAcknowledged(quiet);
            stage.remark(
                    "%d clients at %s capacity: %.0f/s, %s without; %.0f/s, %s with reloads"
                            .formatted(
                                    clients,
                                    capacity,
                                    perSecond,
                                    text(before),
                                    busyPerSecond,
                                    text(Latencies.ofAcknowledged(busy))));
            all.addAll(quiet);
            all.addAll(busy);
            return new Full(perSecond, before);
        }

        private List<Attempt> quiet(int clients, Duration pause, Duration time) {
            try (var traffic = Traffic.start(stage, files, clients, pause)) {
                Pauses.ofMillis(time.toMillis());
                return traffic.stop();
            }
        }

        private List<Attempt> busy(int clients, Duration pause) {
            mixes++;
            var parts = CLIENTS.size() * HALF;
            var reloads =
                    plan.times(FULL, SHORT) * mixes / parts
                            - plan.times(FULL, SHORT) * (mixes - 1) / parts;
            var requests = plan.times(REQUESTS_FULL, REQUESTS_SHORT) * mixes / parts - all.size();
            try (var traffic = Traffic.start(stage, files, clients, pause)) {
                for (var reload = 0; reload < reloads; reload++) {
                    Moments.pass(random, LONGEST_REST_MILLIS);
                    reloading.reload();
                }
                Pauses.until(Duration.ofMinutes(10), () -> traffic.count() >= requests);
                return traffic.stop();
            }
        }

        private static String text(Latencies latencies) {
            return "p50 %.1f, p99 %.1f, p99.9 %.1f, longest %.0f ms"
                    .formatted(
                            latencies.median(),
                            latencies.p99(),
                            latencies.p999(),
                            latencies.longest());
        }
    }
}
