package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kingfisherprocess.service.submission.CollectionKey;

/// Three worker processes upgrade or compile one collection while they are killed again and again,
/// and the next collection, with the same documents, is loaded and transformed beside.
final class KilledWorkersTest {
    private static final CollectionKey NEXT =
            new CollectionKey("example", LocalDateTime.of(2026, 2, 28, 10, 0), false);
    private static final int RELEASES_PER_OCID = 5;
    private static final int DOCUMENTS_PER_FILE = 1_000;
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

    /// What is made of what.
    enum Task {
        COMPILE_RELEASES,
        COMPILE_RECORDS,
        UPGRADE
    }

    @ParameterizedTest
    @EnumSource
    void doEachStepOnce(Task task) throws Exception {
        killWorkers(task, 400, 3);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void doEachStepOfTwentyThousandOcidsOnce(Task task) throws Exception {
        killWorkers(task, 20_000, 60);
    }

    private void killWorkers(Task task, int ocids, int most) throws Exception {
        try (var pipeline = new TestPipeline(folder.resolve("spool"))) {
            send(pipeline, TestPipeline.KEY, task, ocids);
            pipeline.load();
            for (int i = 0; i < 3; i++) {
                workers.add(worker(pipeline));
            }
            var loading =
                    Thread.ofPlatform()
                            .start(() -> {
                                send(pipeline, NEXT, task, ocids);
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
            verify(pipeline, task, ocids);
            assertThat(kills).isGreaterThan(most / 3);
        }
    }

    private Process worker(TestPipeline pipeline) {
        return StepsProcess.start(
                pipeline.place, folder.resolve("marks"), folder.resolve("workers.log"));
    }

    private static void send(TestPipeline pipeline, CollectionKey key, Task task, int ocids) {
        switch (task) {
            case COMPILE_RELEASES -> {
                pipeline.collection(key, false, true);
                sendReleases(pipeline, key, ocids, 0);
            }
            case UPGRADE -> {
                pipeline.collection(key, true, false);
                for (int i = 0; i < ocids; i++) {
                    send(pipeline, key, "releases", List.of(release(ocids, i)), i);
                }
                sendReleases(pipeline, key, ocids, ocids);
            }
            case COMPILE_RECORDS -> {
                pipeline.collection(key, false, true);
                for (int i = 0; i < ocids / 2; i++) {
                    send(pipeline, key, "records", List.of(record(ocids, i)), i);
                }
                var others =
                        IntStream.range(ocids / 2, ocids).mapToObj(i -> record(ocids, i)).toList();
                sendInFiles(pipeline, key, "records", others, ocids);
            }
        }
        pipeline.end(key);
    }

    private static void sendReleases(
            TestPipeline pipeline, CollectionKey key, int ocids, int from) {
        var releases =
                IntStream.range(from, ocids * RELEASES_PER_OCID)
                        .mapToObj(i -> release(ocids, i))
                        .toList();
        sendInFiles(pipeline, key, "releases", releases, from);
    }

    private static void sendInFiles(
            TestPipeline pipeline,
            CollectionKey key,
            String kind,
            List<String> documents,
            int number) {
        for (int from = 0; from < documents.size(); from += DOCUMENTS_PER_FILE) {
            int to = Math.min(documents.size(), from + DOCUMENTS_PER_FILE);
            send(pipeline, key, kind, documents.subList(from, to), number + from);
        }
    }

    private static void send(
            TestPipeline pipeline,
            CollectionKey key,
            String kind,
            List<String> documents,
            int number) {
        pipeline.file(
                key,
                "f%06d.json".formatted(number),
                kind.equals("releases") ? "release_package" : "record_package",
                "{\"%s\":[%s]}".formatted(kind, String.join(",", documents)));
    }

    private static String release(int ocids, int i) {
        int number = i / ocids;
        return "{\"ocid\":\"ocds-%06d\",\"id\":\"%d\",\"date\":\"2026-01-0%dT00:00:00Z\",\"buyer\":{\"name\":\"City\"},\"f%d\":%d}"
                .formatted(i % ocids, number, number + 1, number, i);
    }

    private static String record(int ocids, int ocid) {
        var releases =
                IntStream.range(0, RELEASES_PER_OCID)
                        .mapToObj(number -> release(ocids, number * ocids + ocid))
                        .collect(Collectors.joining(","));
        return "{\"ocid\":\"ocds-%06d\",\"releases\":[%s]}".formatted(ocid, releases);
    }

    /// On a busy machine a worker needs seconds until it works at all.
    private boolean hasProgressed(TestPipeline pipeline) {
        long now =
                pipeline.number(
                        "select count(*) + (select count(*) from compiled_release) + (select count(*) from record) as n from release");
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

    private static void verify(TestPipeline pipeline, Task task, int ocids) {
        if (task == Task.UPGRADE) {
            verifyUpgraded(pipeline, ocids);
        } else {
            verifyCompiled(pipeline, ocids);
        }
        assertThat(pipeline.number("select count(*) as n from processing_step")).isZero();
        assertThat(pipeline.notes()).isEmpty();
        assertThat(
                        pipeline.number(
                                "select deadlocks as n from pg_stat_database where datname = current_database()"))
                .isZero();
    }

    private static void verifyUpgraded(TestPipeline pipeline, int ocids) {
        int releases = ocids * RELEASES_PER_OCID;
        assertThat(
                        pipeline.rows(
                                """
                                select count(*) || ' ' || count(distinct r.ocid || r.release_id) || ' '
                                    || count(*) filter (where d.data ?? 'parties' and d.data ->> 'id' = r.release_id)
                                    || ' ' || count(distinct r.collection_file_item_id) as row
                                from collection c join release r on r.collection_id = c.id join data d on d.id = r.data_id
                                where c.transform_type <> '' group by c.id order by c.id
                                """))
                .hasSize(2)
                .allSatisfy(row ->
                        assertThat(row)
                                .isEqualTo(
                                        "%1$d %1$d %1$d %2$d"
                                                .formatted(
                                                        releases,
                                                        ocids
                                                                + Math.ceilDiv(
                                                                        releases - ocids,
                                                                        DOCUMENTS_PER_FILE))));
    }

    private static void verifyCompiled(TestPipeline pipeline, int ocids) {
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
    }
}
