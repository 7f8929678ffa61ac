package org.kingfisherprocess.bench.deletion;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.kingfisherprocess.bench.load.Crawl;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.bench.load.PacedClients;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.process.RunningService;
import org.kingfisherprocess.bench.proof.Proof;
import org.kingfisherprocess.bench.proof.Settling;
import org.kingfisherprocess.bench.proof.SqlStorage;

/// Files that come as fast as they are acknowledged, while something is measured.
final class LoadBeside {
    private static final int SENDERS = 4;
    private static final int RELEASES_PER_FILE = 20;
    private static final AtomicInteger CRAWLS = new AtomicInteger();

    private final RunningService service;
    private final SqlStorage storage;
    private final FileSource files = FileSource.seeded(5);
    private final AtomicInteger names = new AtomicInteger();

    LoadBeside(RunningService service) {
        this.service = service;
        this.storage = new SqlStorage(service::jdbcUrl);
    }

    /// How a load went.
    record Window(double seconds, double acknowledged, Latencies latencies, double loadedReleases) {
        String cells() {
            return "%,.0f | %.1f | %.1f | %.1f | %,.0f"
                    .formatted(
                            acknowledged,
                            latencies.median(),
                            latencies.p99(),
                            latencies.longest(),
                            loadedReleases);
        }
    }

    /// Sends while the condition holds. What is acknowledged and not loaded yet at the end is not
    /// counted as loaded; it is waited for, and everything is proved to be there.
    Window whileTrue(BooleanSupplier goOn) {
        var crawl = Crawl.startedAt("beside_" + CRAWLS.incrementAndGet(), Instant.now());
        long start = System.nanoTime();
        try (var clients =
                PacedClients.start(
                        SENDERS,
                        service.target(0),
                        crawl,
                        () ->
                                Optional.of(
                                        files.file(
                                                "file-%06d.json".formatted(names.incrementAndGet()),
                                                RELEASES_PER_FILE)),
                        Duration.ofMillis(5))) {
            while (goOn.getAsBoolean()) {
                Pauses.ofMillis(20);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long loaded = storage.receiptCount(crawl);
            var attempts = clients.stop();
            new Settling(storage, Settling.PATIENCE, Duration.ofMillis(50))
                    .await(crawl, attempts.size());
            var proof = Proof.of(storage, crawl, attempts);
            if (!proof.clean() || proof.acknowledged() < proof.sent()) {
                throw new IllegalStateException("the load lost something: " + proof);
            }
            return new Window(
                    seconds,
                    attempts.size() / seconds,
                    Latencies.ofAcknowledged(attempts),
                    loaded * (double) RELEASES_PER_FILE / seconds);
        }
    }
}
