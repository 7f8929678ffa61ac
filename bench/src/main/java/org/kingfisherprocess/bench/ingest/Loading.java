package org.kingfisherprocess.bench.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Crawl;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.PacedClients;
import org.kingfisherprocess.bench.load.Sample;

/// How fast acknowledged files are loaded, beside bare `COPY` on the same PostgreSQL. Files wait in
/// the spool behind a lock; the clock runs from its release until the last receipt is there.
final class Loading {
    private static final int[] RELEASES_PER_FILE = {1, 100, 5_000};
    private static final int SENDERS = 8;

    private final IngestPlan plan;
    private final FileSource files = FileSource.seeded(2);
    private final Map<String, Speed> copies = new TreeMap<>();
    private final AtomicInteger names = new AtomicInteger();

    Loading(IngestPlan plan) {
        this.plan = plan;
    }

    /// Documents and their bytes a second.
    private record Speed(Figures documents, Figures megabytes) {
        Speed() {
            this(new Figures(), new Figures());
        }

        void add(long count, long bytes, double seconds) {
            documents.add(count / seconds);
            megabytes.add(bytes / 1e6 / seconds);
        }

        String cells() {
            return documents.text(0) + " | " + megabytes.text(1);
        }
    }

    String measure(Memory memory) {
        var text = new StringBuilder("### Loading, releases of 2 to 10 KB\n\n");
        text.append(
                "| releases a file | loaders | releases a second | MB a second | bare `COPY`, as many connections |");
        text.append(" MB a second | of `COPY` on as many | of `COPY` on one |\n");
        text.append("| --- |").append(" --- |".repeat(7)).append('\n');
        for (var loaders = 1; loaders <= 2; loaders++) {
            var settings = Map.of("KINGFISHER_PROCESS_LOADERS", Integer.toString(loaders));
            try (var scene = Scene.open(plan, "loading", settings)) {
                load(scene, 100, 20);
                for (var releases : RELEASES_PER_FILE) {
                    text.append(row(scene, loaders, releases));
                }
                memory.note(
                        "loading with %d loader%s".formatted(loaders, loaders > 1 ? "s" : ""),
                        scene);
            }
        }
        return text.append(
                        "\nAims: 0.8 of `COPY` on one connection with one loader, 1.5 of it with two.\n\n")
                .toString();
    }

    private String row(Scene scene, int loaders, int releasesPerFile) {
        var loaded = new Speed();
        var copied = new Speed();
        var count = plan.files(releasesPerFile);
        for (var round = 0; round < plan.repetitions(); round++) {
            var documents = count * releasesPerFile;
            var copy =
                    new CopyOfDocuments(scene.service().jdbcUrl())
                            .measure(files, documents, loaders);
            copied.add(documents, copy.bytes(), copy.seconds());
            var load = load(scene, releasesPerFile, count);
            loaded.add(documents, load.bytes(), load.seconds());
        }
        copies.put(loaders + "/" + releasesPerFile, copied);
        var onOne = copies.getOrDefault("1/" + releasesPerFile, copied).documents().median();
        return String.format(
                Locale.ROOT,
                "| %,d | %d | %s | %s | %.2f | %.2f |%n",
                releasesPerFile,
                loaders,
                loaded.cells(),
                copied.cells(),
                loaded.documents().median() / copied.documents().median(),
                loaded.documents().median() / onOne);
    }

    /// How it went.
    private record Loaded(double seconds, long bytes) {}

    private Loaded load(Scene scene, int releasesPerFile, int count) {
        var crawl = scene.newCrawl();
        List<Attempt> attempts;
        long begun;
        try (var _ = scene.holdLoading()) {
            attempts = send(scene, crawl, releasesPerFile, count);
            begun = System.nanoTime();
        }
        scene.settle(crawl, attempts);
        var seconds = (System.nanoTime() - begun) / 1e9;
        scene.prove(crawl, attempts);
        return new Loaded(seconds, attempts.stream().mapToLong(Attempt::bytes).sum());
    }

    private List<Attempt> send(Scene scene, Crawl crawl, int releasesPerFile, int count) {
        var left = new AtomicInteger(count);
        try (var clients =
                PacedClients.start(
                        SENDERS,
                        scene.service().target(0),
                        crawl,
                        () ->
                                left.decrementAndGet() < 0
                                        ? Optional.empty()
                                        : Optional.of(sample(releasesPerFile)),
                        Duration.ZERO)) {
            return new ArrayList<>(clients.awaitEnd());
        }
    }

    private Sample sample(int releases) {
        return files.file("file-%06d.json".formatted(names.incrementAndGet()), releases);
    }
}
