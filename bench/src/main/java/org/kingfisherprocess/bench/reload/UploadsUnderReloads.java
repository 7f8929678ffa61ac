package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.LargeFile;
import org.kingfisherprocess.bench.load.LoadClient;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// Eight uploads of 30 MB, each over some seconds, are under way at each reload. The same eight
/// files are sent again each time, so that loading need not store gigabytes: a file that is there
/// already stays as it is, and its receipt says so.
final class UploadsUnderReloads implements Scenario {
    private static final int UPLOADS = 8;
    private static final long BYTES = 30_000_000;
    private static final Duration OVER = Duration.ofSeconds(4);
    private static final Duration BEGUN_WITHIN = Duration.ofSeconds(20);
    private static final int FULL = 50;
    private static final int SHORT = 2;

    @Override
    public String name() {
        return "uploads-under-reloads";
    }

    @Override
    public String story() {
        return "8 uploads of 30 MB under way at each of 50 reloads (short: 2)";
    }

    @Override
    public Verdict run(Plan plan) {
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty())) {
            var reloading = new Reloading(stage);
            var all = new ArrayList<Attempt>();
            var outlasted = 0L;
            for (var reload = 0; reload < plan.times(FULL, SHORT); reload++) {
                var attempts = new Uploads(stage, plan).underOne(reloading);
                outlasted += attempts.stream().filter(Upload::outlastedReload).count();
                attempts.forEach(upload -> all.add(upload.attempt()));
            }
            stage.remark(
                    "%d of %d uploads ended after the generation that took them was replaced"
                            .formatted(outlasted, all.size()));
            stage.remark(reloading.remark());
            stage.requireAllAcknowledged(all);
            return stage.prove(all);
        }
    }

    private record Upload(Attempt attempt, boolean outlastedReload) {}

    private record Uploads(Stage stage, Plan plan) {
        List<Upload> underOne(Reloading reloading) {
            var files = new ArrayList<LargeFile>();
            for (var number = 0; number < UPLOADS; number++) {
                var source = FileSource.seeded(plan.seed() + number);
                files.add(source.large("upload-%d.json".formatted(number), BYTES).over(OVER));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var running =
                        files.stream()
                                .map(file ->
                                        CompletableFuture.supplyAsync(() -> send(file), threads))
                                .toList();
                if (!Pauses.until(
                        BEGUN_WITHIN, () -> files.stream().allMatch(LargeFile::isUnderWay))) {
                    stage.problem("not all uploads were under way when the reload began");
                }
                var begun = System.nanoTime();
                reloading.reload();
                return running.stream()
                        .map(CompletableFuture::join)
                        .map(attempt ->
                                new Upload(
                                        attempt, attempt.startedNanos() + attempt.nanos() > begun))
                        .toList();
            }
        }

        private Attempt send(LargeFile file) {
            try (var client = new LoadClient(stage.target(0), stage.crawl())) {
                return client.attempt(file);
            }
        }
    }
}
