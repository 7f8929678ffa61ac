package org.kingfisherprocess.bench.ingest;

import java.util.Locale;
import java.util.Map;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.LoadClient;
import org.kingfisherprocess.bench.load.Outcome.Acknowledged;
import org.kingfisherprocess.bench.proof.Settling;
import org.kingfisherprocess.bench.proof.SqlStorage;

/// One release package of 2 GB, made while it is sent, through a service that has 256 MB of heap.
final class LargePackage {
    private static final long FULL_BYTES = 2L << 30;
    private static final long SHORT_BYTES = 100L << 20;

    private final IngestPlan plan;

    LargePackage(IngestPlan plan) {
        this.plan = plan;
    }

    String measure(Memory memory) {
        var settings = Map.of("KINGFISHER_PROCESS_JAVA_OPTIONS", "-Xmx256m");
        try (var scene = Scene.open(plan, "large", settings);
                var client = new LoadClient(scene.service().target(0), scene.newCrawl())) {
            return measure(scene, client, memory);
        }
    }

    private String measure(Scene scene, LoadClient client, Memory memory) {
        var large =
                FileSource.seeded(3)
                        .large("large.json", plan.shortened() ? SHORT_BYTES : FULL_BYTES);
        var begun = System.nanoTime();
        var outcome = client.send(large);
        var acknowledged = (System.nanoTime() - begun) / 1e9;
        if (!(outcome instanceof Acknowledged)) {
            throw new IllegalStateException("the large package was not acknowledged: " + outcome);
        }
        var storage = new SqlStorage(scene.service()::jdbcUrl);
        var settled =
                new Settling(
                        storage,
                        Settling.PATIENCE.multipliedBy(40),
                        Settling.of(storage).askEvery());
        if (!settled.await(client.crawl(), 1)) {
            throw new IllegalStateException("the large package was not loaded");
        }
        var loaded = (System.nanoTime() - begun) / 1e9 - acknowledged;
        var item = storage.items(client.crawl()).getFirst();
        if (item.intact() != large.releases() || item.releases() != large.releases()) {
            throw new IllegalStateException(
                    "of %,d releases: %s".formatted(large.releases(), item));
        }
        memory.note("a package of %,d MB, -Xmx256m".formatted(large.bytes() / 1_000_000), scene);
        return String.format(
                Locale.ROOT,
                """
                ### One large release package under `-Xmx256m`

                %,d MB, %,d releases: acknowledged after %.1f s, loaded %.1f s later (%,.0f releases, %.1f MB a second), every \
                release found in the tables afterwards.

                """,
                large.bytes() / 1_000_000,
                large.releases(),
                acknowledged,
                loaded,
                large.releases() / loaded,
                large.bytes() / 1e6 / loaded);
    }
}
