package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.submission.CollectionKey;

/// Three worker processes compile one collection while they are killed again and again, and the
/// next collection, with the same documents, is loaded and compiled beside.
final class KilledWorkersTest {
    private static final CollectionKey NEXT =
            new CollectionKey("example", LocalDateTime.of(2026, 2, 28, 10, 0), false);
    private static final int RELEASES_PER_OCID = 5;
    private static final int RELEASES_PER_FILE = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @TempDir private Path folder;
    private final List<Process> workers = new ArrayList<>();
    private long progress;

    @AfterEach
    void stopWorkers() throws InterruptedException {
        for (var worker : workers) {
            worker.destroyForcibly().waitFor();
        }
    }

    @Test
    void compileEachOcidOnce() throws Exception {
        killWorkers(400, 3);
    }

    @Test
    @Tag("slow")
    void compileTwentyThousandOcidsOnceEach() throws Exception {
        killWorkers(20_000, 60);
    }

    private void killWorkers(int ocids, int most) throws Exception {
        try (var pipeline = new TestPipeline(folder.resolve("spool"))) {
            send(pipeline, TestPipeline.KEY, ocids);
            pipeline.load();
            for (int i = 0; i < 3; i++) {
                workers.add(worker(pipeline));
            }
            var loading =
                    Thread.ofPlatform()
                            .start(() -> {
                                send(pipeline, NEXT, ocids);
                                pipeline.load();
                            });
            var random = new Random(7);
            int kills = 0;
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (loading.isAlive() || !isComplete(pipeline)) {
                assertThat(System.nanoTime())
                        .as("complete after %d kills; %s", kills, state(pipeline))
                        .isLessThan(end);
                Thread.sleep(random.nextInt(50, 500));
                if (kills < most && hasProgressed(pipeline)) {
                    int victim = random.nextInt(workers.size());
                    workers.get(victim).destroyForcibly().waitFor();
                    workers.set(victim, worker(pipeline));
                    kills++;
                }
            }
            stopWorkers();
            verify(pipeline, ocids);
            assertThat(kills).isGreaterThan(most / 3);
        }
    }

    private Process worker(TestPipeline pipeline) {
        return StepsProcess.start(
                pipeline.place, folder.resolve("marks"), folder.resolve("workers.log"));
    }

    private static void send(TestPipeline pipeline, CollectionKey key, int ocids) {
        pipeline.collection(key, false, true);
        int releases = ocids * RELEASES_PER_OCID;
        for (int from = 0; from < releases; from += RELEASES_PER_FILE) {
            var text = new StringBuilder("{\"releases\":[");
            for (int i = from; i < Math.min(releases, from + RELEASES_PER_FILE); i++) {
                int ocid = i % ocids;
                int number = i / ocids;
                text.append(i > from ? "," : "")
                        .append(
                                "{\"ocid\":\"ocds-%06d\",\"id\":\"%d\",\"date\":\"2026-01-0%dT00:00:00Z\",\"f%d\":%d}"
                                        .formatted(ocid, number, number + 1, number, i));
            }
            pipeline.file(key, "f%05d.json".formatted(from), "release_package", text + "]}");
        }
        pipeline.end(key);
    }

    /// On a busy machine a worker needs seconds until it works at all.
    private boolean hasProgressed(TestPipeline pipeline) {
        long now =
                pipeline.number(
                        "select count(*) + (select count(*) from compiled_release) as n from release where collection_id > 2");
        boolean more = now > progress;
        progress = now;
        return more;
    }

    private static List<String> state(TestPipeline pipeline) {
        return pipeline.rows(
                """
                select c.id || ' ' || (c.completed_at is not null) || ' ' || coalesce(s.name, 'no step') || ' ' || count(s.id)
                    || ' ' || count(s.set_aside_at) || ' ' || coalesce(max(s.error), '') as row
                from collection c left join processing_step s on s.collection_id = c.id
                group by c.id, s.name order by c.id, s.name
                """);
    }

    private static boolean isComplete(TestPipeline pipeline) {
        return pipeline.number(
                        "select count(*) as n from collection where completed_at is not null")
                == 4;
    }

    private static void verify(TestPipeline pipeline, int ocids) {
        assertThat(
                        pipeline.rows(
                                """
                                select c.transform_from_collection_id || ' ' || count(*) || ' ' || count(distinct r.ocid) || ' '
                                    || count(*) filter (where d.data ?? 'f0' and d.data ?? 'f1' and d.data ?? 'f2' and d.data ?? 'f3'
                                        and d.data ?? 'f4' and d.data ->> 'ocid' = r.ocid) || ' '
                                    || count(distinct r.collection_file_id) || ' ' || c.cached_compiled_releases_count as row
                                from collection c join compiled_release r on r.collection_id = c.id join data d on d.id = r.data_id
                                group by c.id order by c.id
                                """))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).endsWith((" " + ocids).repeat(5)));
        assertThat(
                        pipeline.number(
                                "select count(*) as n from collection_file where collection_id in (select id from collection where transform_type <> '')"))
                .isEqualTo(2L * ocids);
        assertThat(pipeline.number("select count(*) as n from processing_step")).isZero();
        assertThat(pipeline.notes()).isEmpty();
        assertThat(
                        pipeline.number(
                                "select deadlocks as n from pg_stat_database where datname = current_database()"))
                .isZero();
    }
}
