package org.kingfisherprocess.bench.migrate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Crawl;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.bench.load.PacedClients;
import org.kingfisherprocess.bench.load.Sample;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.process.RunningService;
import org.kingfisherprocess.bench.proof.Proof;
import org.kingfisherprocess.bench.proof.Settling;
import org.kingfisherprocess.bench.proof.SqlStorage;

/// A running service on a database full of rows, with spiders that send and analysts that read, and
/// whatever watches how they fare.
final class Scene implements AutoCloseable {
    private static final int CLIENTS = 8;
    private static final int NEW_CONNECTION_EVERY = 20;
    private static final int LARGEST_FILE = 10;

    /// Not to divide by nothing where no request came before.
    private static final double LEAST_MILLIS = 0.1;

    /// It grows with every file that is loaded, and is found at once.
    private static final String FILES = "select coalesce(max(id), 0) from collection_file";

    private final Path folder;
    private final OwnPostgres database;
    private final RunningService service;
    private final Crawl crawl;
    private final PacedClients spiders;
    private final Readers readers;
    private final ProgressProbe loading;
    private final LockProbe locks;
    private Latencies acknowledgedBefore = Latencies.ofNanos(new long[0]);
    private Latencies readBefore = Latencies.ofNanos(new long[0]);
    private double rateBefore;
    private int sentBefore;
    private long begunNanos;
    private boolean serverEnded;

    private Scene(Plan plan, Path folder, OwnPostgres database, int releases) {
        this.folder = folder;
        this.database = database;
        service =
                new RunningService(plan.checkout(), folder, Map.of(), Optional.of(database))
                        .start();
        crawl = Crawl.startedAt("bench_migrate", Instant.now());
        spiders =
                PacedClients.start(
                        CLIENTS,
                        service.target(NEW_CONNECTION_EVERY),
                        crawl,
                        new Files(plan.seed()),
                        Duration.ofSeconds(CLIENTS).dividedBy(plan.rate()));
        readers = Readers.start(database.url(), releases);
        loading = ProgressProbe.start(database.url(), FILES);
        locks = LockProbe.start(database.url());
    }

    /// Returns after the load has run alone for a while.
    static Scene open(Plan plan, String name, OwnPostgres database, int releases) {
        var scene = new Scene(plan, Folders.empty(plan.work().resolve(name)), database, releases);
        Pauses.ofMillis(plan.before().toMillis());
        scene.readers.takeLatencies();
        var before = scene.spiders.soFar().size();
        Pauses.ofMillis(plan.before().toMillis());
        var attempts = scene.spiders.soFar();
        scene.acknowledgedBefore =
                Latencies.ofAcknowledged(
                        attempts.subList(Math.min(before, attempts.size()), attempts.size()));
        scene.rateBefore = (attempts.size() - before) / (plan.before().toMillis() / 1e3);
        scene.sentBefore = attempts.size();
        scene.begunNanos = System.nanoTime();
        scene.readBefore = scene.readers.takeLatencies();
        scene.loading.reset();
        return scene;
    }

    OwnPostgres database() {
        return database;
    }

    RunningService service() {
        return service;
    }

    Path log() {
        return folder.resolve("upgrade.log");
    }

    /// Starts `upgrade-database` with these options.
    Process upgrade(String... options) {
        var command = new ArrayList<>(List.of("upgrade-database", "--yes"));
        command.addAll(List.of(options));
        return service.begin(log(), command.toArray(String[]::new));
    }

    /// Waits for its end; false if it took too long.
    static boolean await(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an upgrade ran", e);
        }
    }

    /// SIGKILL for a process and its children.
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// PostgreSQL itself ended: what readers met then is nobody's fault.
    void serverEnded() {
        serverEnded = true;
    }

    ProgressProbe loading() {
        return loading;
    }

    /// Notes how those fared who were there meanwhile, then lets everything come to rest and proves
    /// that nothing is lost.
    void measure(Result result) {
        result.figure(
                "release rows when it ended",
                "%,d".formatted(count("select count(*) from release")));
        var readDuring = readers.takeLatencies();
        result.seconds("loading began after", loading.firstSeconds());
        double loadingPause = loading.longestSeconds();
        result.seconds("longest pause of loading from then on", loadingPause);
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        var attempts = spiders.stop();
        readers.close();
        locks.close();
        var during = attempts.subList(Math.min(sentBefore, attempts.size()), attempts.size());
        var acknowledged = Latencies.ofAcknowledged(during);
        long failed = during.stream().filter(attempt -> !attempt.acknowledged()).count();
        result.figure("requests during it, failed", "%,d, %,d".formatted(during.size(), failed));
        result.figure(
                "requests a second before, during",
                "%.0f, %.0f".formatted(rateBefore, during.size() / seconds));
        result.figure(
                "acknowledgement p50 before, during",
                pair(acknowledgedBefore.median(), acknowledged.median()));
        result.figure(
                "acknowledgement p99 before, during",
                pair(acknowledgedBefore.p99(), acknowledged.p99()));
        result.figure(
                "look-ups by ocid, p99 before, during", pair(readBefore.p99(), readDuring.p99()));
        result.figure(
                "look-ups by ocid, longest before, during",
                pair(readBefore.longest(), readDuring.longest()));
        result.millis("longest ACCESS EXCLUSIVE on a table", locks.longestExclusiveMillis());
        result.millis(
                "longest wait of a reader for a lock", locks.longestWaitMillis("bench reader"));
        result.remark(locks.details());
        Aim.ACKNOWLEDGEMENT.judge(
                acknowledged.p99() / Math.max(acknowledgedBefore.p99(), LEAST_MILLIS), result);
        Aim.EXCLUSIVE.judge(locks.longestExclusiveMillis(), result);
        Aim.READER.judge(locks.longestWaitMillis("bench reader"), result);
        Aim.LOADING.judge(loadingPause, result);
        if (failed > 0) {
            result.problem("%,d of %,d requests failed".formatted(failed, during.size()));
        }
        readers.failures().stream()
                .distinct()
                .limit(3)
                .forEach(failure -> readerFailed(result, "a reader failed: " + failure));
        prove(result, attempts);
    }

    private void readerFailed(Result result, String failure) {
        if (serverEnded) {
            result.remark(failure);
        } else {
            result.problem(failure);
        }
    }

    private void prove(Result result, List<Attempt> attempts) {
        var storage = new SqlStorage(service::jdbcUrl);
        var receipts = attempts.stream().map(Attempt::receipt).flatMap(Optional::stream).toList();
        if (!Settling.of(storage).await(receipts)) {
            result.problem("loading stopped before everything was loaded");
        }
        var proof = Proof.of(storage, crawl, attempts);
        result.figure(
                "files acknowledged, lost, doubled",
                "%,d, %,d, %,d".formatted(proof.acknowledged(), proof.lost(), proof.doubled()));
        if (!proof.clean()) {
            result.problem("what was acknowledged is not what is stored: " + proof);
        }
    }

    long count(String query) {
        try (var connection = java.sql.DriverManager.getConnection(database.url());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException("cannot ask: " + e.getMessage(), e);
        }
    }

    /// The newest line or picture of the run that contains a text, as any terminal would see it.
    boolean shows(String text) {
        var query =
                "select (select count(*) from kingfisher_migration_run where ended_at is null"
                        + " and array_to_string(picture, ' ') like '%%%1$s%%')".formatted(text);
        try {
            return count(query) > 0;
        } catch (IllegalStateException _) {
            return false; // there is no run yet
        }
    }

    @Override
    public void close() {
        loading.close();
        locks.close();
        readers.close();
        spiders.stop();
        service.close();
        Folders.deleteContents(folder.resolve("data"));
    }

    private static String pair(double before, double during) {
        return "%.1f ms, %.1f ms".formatted(before, during);
    }

    /// Small files, as most are.
    private static final class Files implements java.util.function.Supplier<Optional<Sample>> {
        private final FileSource source;
        private final SplittableRandom random;
        private final AtomicInteger number = new AtomicInteger();

        Files(long seed) {
            source = FileSource.seeded(seed);
            random = new SplittableRandom(seed);
        }

        @Override
        public Optional<Sample> get() {
            int releases;
            synchronized (random) {
                releases = random.nextInt(1, LARGEST_FILE + 1);
            }
            var name = "%s-%07d.json".formatted(source.run(), number.incrementAndGet());
            return Optional.of(source.file(name, releases));
        }
    }
}
