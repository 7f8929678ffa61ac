package org.kingfisherprocess.bench.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Crawl;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.bench.load.OpenLoop;
import org.kingfisherprocess.bench.load.PacedClients;
import org.kingfisherprocess.bench.load.Sample;

/// How many files of 20 KB a second are acknowledged, beside the same bytes by the spool alone and
/// by the disk alone.
final class Acknowledging {
    private static final int[] CLIENTS = {1, 8, 32, 128};
    private static final int RELEASES = 3;
    private static final int AIMED_CLIENTS = 32;
    private static final double FIXED_RATE = 200;
    private static final double AIMED_RATIO = 0.3;
    private static final double AIMED_MILLIS = 20;

    private final IngestPlan plan;
    private final Scene scene;
    private final FileSource files = Scene.files20Kilobytes(1);
    private final AtomicInteger names = new AtomicInteger();
    private String aims = "";

    Acknowledging(IngestPlan plan, Scene scene) {
        this.plan = plan;
        this.scene = scene;
    }

    String measure() {
        warmUp();
        var text = new StringBuilder();
        text.append("### Acknowledgements a second, files of 20 KB\n\n");
        text.append(
                "Three releases a file; every client sends its next file as soon as the last one is acknowledged.\n\n");
        text.append(
                "| clients | the service, loading meanwhile | p50 ms | p99 ms | the service, loading held back | p50 ms | p99 ms |");
        text.append(
                " its spool alone | p50 ms | p99 ms | the disk alone | p50 ms | p99 ms | service / disk |\n");
        text.append("| --- |").append(" --- |".repeat(13)).append('\n');
        for (var clients : CLIENTS) {
            var loading = new RateFigures();
            var held = new RateFigures();
            var spool = new RateFigures();
            var disk = new RateFigures();
            for (var round = 0; round < plan.repetitions(); round++) {
                new GroupCommitOfDisk(bytes()).measure(plan.work(), clients, plan.runTime(), disk);
                new GroupCommitOfSpool(bytes())
                        .measure(plan.work(), clients, plan.runTime(), spool);
                send(clients, false, loading);
                send(clients, true, held);
            }
            text.append(
                    "| %d | %s | %s | %s | %s | %.2f |%n"
                            .formatted(
                                    clients,
                                    loading.cells(),
                                    held.cells(),
                                    spool.cells(),
                                    disk.cells(),
                                    loading.rate() / disk.rate()));
            if (clients == AIMED_CLIENTS) {
                aim(loading, held, disk);
            }
        }
        return text.append('\n').append(aims).append('\n').append(underLock()).toString();
    }

    private void aim(RateFigures loading, RateFigures held, RateFigures disk) {
        aims =
                String.format(
                        Locale.ROOT,
                        "At %d clients: %.2f of the disk's rate while loading goes on, %.2f while it is held back (aim: %.1f);"
                                + " p99 %.1f and %.1f ms (aim: under %.0f).%n",
                        AIMED_CLIENTS,
                        loading.rate() / disk.rate(),
                        held.rate() / disk.rate(),
                        AIMED_RATIO,
                        loading.p99(),
                        held.p99(),
                        AIMED_MILLIS);
    }

    private void warmUp() {
        send(AIMED_CLIENTS, false, new RateFigures());
    }

    private void send(int clients, boolean hold, RateFigures figures) {
        var crawl = scene.newCrawl();
        List<Attempt> attempts;
        if (hold) {
            try (var _ = scene.holdLoading()) {
                attempts = send(clients, crawl, figures);
            }
        } else {
            attempts = send(clients, crawl, figures);
        }
        scene.settle(crawl, attempts);
        scene.prove(crawl, attempts);
    }

    private List<Attempt> send(int clients, Crawl crawl, RateFigures figures) {
        var end = System.nanoTime() + plan.runTime().toNanos();
        var begun = System.nanoTime();
        try (var sending =
                PacedClients.start(
                        clients,
                        scene.service().target(0),
                        crawl,
                        () -> System.nanoTime() < end ? Optional.of(sample()) : Optional.empty(),
                        Duration.ZERO)) {
            var attempts = sending.awaitEnd();
            var seconds = (System.nanoTime() - begun) / 1e9;
            var acknowledged = attempts.stream().filter(Attempt::acknowledged).count();
            figures.add(acknowledged / seconds, Latencies.ofAcknowledged(attempts));
            return attempts;
        }
    }

    private String underLock() {
        var free = new RateFigures();
        var locked = new RateFigures();
        for (var round = 0; round < plan.repetitions(); round++) {
            sendAtFixedRate(false, free);
            sendAtFixedRate(true, locked);
        }
        return """
        ### Acknowledgements while a table is locked

        Files of 20 KB at a fixed rate, each timed from the moment when it was due; another session holds an \
        `access exclusive` lock on `collection_file`.

        | | acknowledged a second | p50 ms | p99 ms |
        | --- | --- | --- | --- |
        | no lock | %s |
        | locked | %s |

        """
                .formatted(free.cells(), locked.cells());
    }

    private void sendAtFixedRate(boolean hold, RateFigures figures) {
        var crawl = scene.newCrawl();
        var attempts = new ArrayList<Attempt>();
        if (hold) {
            try (var _ = scene.holdLoading()) {
                attempts.addAll(fixedRate(crawl, figures));
            }
        } else {
            attempts.addAll(fixedRate(crawl, figures));
        }
        scene.settle(crawl, attempts);
        scene.prove(crawl, attempts);
    }

    private List<Attempt> fixedRate(Crawl crawl, RateFigures figures) {
        var time = plan.runTime().multipliedBy(3);
        var loop = new OpenLoop(scene.service().address(), scene.service().key(), crawl);
        var attempts = loop.run(FIXED_RATE, time, this::sample);
        var acknowledged = attempts.stream().filter(Attempt::acknowledged).count();
        figures.add(acknowledged / (time.toNanos() / 1e9), Latencies.ofAcknowledged(attempts));
        return attempts;
    }

    private Sample sample() {
        return files.file("file-%08d.json".formatted(names.incrementAndGet()), RELEASES);
    }

    private int bytes() {
        return sample().bytes();
    }
}
