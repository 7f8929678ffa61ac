package org.kingfisherprocess.bench.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Crawl;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.RunningService;
import org.kingfisherprocess.bench.process.TableLock;
import org.kingfisherprocess.bench.proof.Proof;
import org.kingfisherprocess.bench.proof.Settling;
import org.kingfisherprocess.bench.proof.SqlStorage;

/// A running service, and collections in it that each measurement fills and proves: a fast server
/// that loses files is no fast server.
final class Scene implements AutoCloseable {
    /// Loading needs this table first of all, so a lock on it holds all of loading back.
    private static final String NEEDED_FIRST = "collection_file";

    private static final AtomicInteger COLLECTIONS = new AtomicInteger();
    private static final Duration ASK_EVERY = Duration.ofMillis(20);

    private final RunningService service;
    private final SqlStorage storage;

    private Scene(RunningService service) {
        this.service = service;
        storage = new SqlStorage(service::jdbcUrl);
    }

    static Scene open(IngestPlan plan, String name, Map<String, String> settings) {
        var folder = Folders.empty(plan.work().resolve(name));
        var scene =
                new Scene(
                        new RunningService(plan.checkout(), folder, settings, Optional.empty())
                                .start());
        if (!Settling.of(scene.storage).awaitTables(scene.newCrawl())) {
            throw new IllegalStateException("the service made no tables");
        }
        return scene;
    }

    RunningService service() {
        return service;
    }

    Crawl newCrawl() {
        return Crawl.startedAt("bench_" + COLLECTIONS.incrementAndGet(), Instant.now());
    }

    TableLock holdLoading() {
        return TableLock.take(service.jdbcUrl(), NEEDED_FIRST);
    }

    long loaded(Crawl crawl) {
        return storage.receiptCount(crawl);
    }

    /// Waits until all that was acknowledged is loaded.
    void settle(Crawl crawl, Collection<Attempt> attempts) {
        var acknowledged = attempts.stream().filter(Attempt::acknowledged).count();
        if (!new Settling(storage, Settling.PATIENCE, ASK_EVERY).await(crawl, acknowledged)) {
            throw new IllegalStateException("loading stopped: " + crawl);
        }
    }

    void prove(Crawl crawl, Collection<Attempt> attempts) {
        var proof = Proof.of(storage, crawl, attempts);
        if (!proof.clean() || proof.acknowledged() < proof.sent()) {
            throw new IllegalStateException(
                    "figures of a server that loses or refuses files are worth nothing: " + proof);
        }
    }

    /// Files of three releases, together 20 KB.
    static FileSource files20Kilobytes(long seed) {
        return FileSource.seeded(seed, 6_550, 6_550);
    }

    @Override
    public void close() {
        service.close();
        Folders.deleteContents(service.data());
    }
}
