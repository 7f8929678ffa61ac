package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.service.testing.Sessions;

/// Completing beside loaders and other workers, and what is told of many OCIDs.
@Timeout(60)
final class FinishTest {
    @TempDir private Path folder;
    private TestPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline =
                new TestPipeline(
                        folder,
                        url -> new ExtensionResult.Unavailable(url, "no web"),
                        TestPipeline.limits(10, 1 << 20));
        pipeline.collection(false, true);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static String release(String ocid, String rest) {
        return "{\"ocid\":\"%s\",\"id\":\"1\"%s}".formatted(ocid, rest);
    }

    private void releases(String file, List<String> releases) {
        pipeline.file(
                file, "release_package", "{\"releases\": [" + String.join(",", releases) + "]}");
    }

    private void workUntil(String condition) throws InterruptedException {
        while (pipeline.number("select (" + condition + ")::int as n from processing_step") == 0) {
            assertThat(pipeline.worker().runDue(List.of())).isTrue();
        }
    }

    @Test
    void isLookedAtOnceMoreWhereTheLastOtherStepEndsWhileItIsLookedAt() throws Exception {
        pipeline.end();
        pipeline.load();
        try (var sessions = new Sessions(pipeline.place)) {
            var looking =
                    sessions.open("looking")
                            .does(
                                    "select id from processing_step where collection_id = 1 for update");

            var nudging = Thread.ofPlatform().start(() -> Finish.nudge(pipeline.database, 1));
            await().atMost(Sessions.SOON)
                    .until(() ->
                            pipeline.number(
                                            "select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
                                    > 0);
            looking.does(
                            "update processing_step set run_at = now() + interval '30 seconds' where collection_id = 1")
                    .commit();
            nudging.join();
        }

        assertThat(
                        pipeline.number(
                                "select count(*) as n from processing_step where collection_id = 1 and run_at <= now()"))
                .isOne();
    }

    @Test
    void plansAndCountsWhileSomebodyStoresIntoTheCollections() throws Exception {
        releases("a.json", List.of(release("o1", ",\"date\":\"2026-01-01T00:00:00Z\"")));
        pipeline.end();
        pipeline.load();
        workUntil("bool_or(name = 'PLAN')");
        try (var sessions = new Sessions(pipeline.place)) {
            var storing =
                    sessions.open("loader")
                            .does("select id from collection order by id for key share");

            workUntil("bool_and(name = 'FINISH' and progress = 2 and run_at > now())");

            assertThat(pipeline.compiled()).hasSize(1);
            assertThat(
                            pipeline.rows(
                                    "select cached_compiled_releases_count || ' ' || (completed_at is null) as row from collection where id = 2"))
                    .containsExactly("1 true");
            storing.commit();
        }
        pipeline.database.run(tx -> tx.execute("update processing_step set run_at = now()"));
        pipeline.work();

        assertThat(pipeline.number("select count(completed_at) as n from collection")).isEqualTo(2);
    }

    @Test
    void saysThatStepsOfAnotherReleaseKeepACollection() {
        pipeline.database.run(tx ->
                tx.execute(
                        "insert into processing_step (name, collection_id) values ('CHECK', 1)"));
        pipeline.end();
        pipeline.run();

        assertThat(
                        pipeline.database
                                .transaction(tx -> new Standings().of(tx, 1).orElseThrow())
                                .obstacles())
                .containsExactly(
                        "1 steps are left that this release does not know (CHECK): the release that planted them does them");
    }

    @Test
    void gathersTheNotesOfTooManyOcidsIntoOne() {
        releases(
                "a.json",
                IntStream.range(0, 250).mapToObj(i -> release("an OCID " + i, "")).toList());
        pipeline.end();
        pipeline.run();

        assertThat(pipeline.notes()).containsExactly("ERROR: 250 OCIDs can't be compiled");
        assertThat(
                        pipeline.rows(
                                "select (data ->> 'count') || ' ' || (select count(*) from jsonb_object_keys(data -> 'ocids') as k where k ~ '^an OCID [0-9]+$') as row from collection_note"))
                .containsExactly("250 100");
    }

    @Test
    void takesTheErrorOfAnOcidBackOnceItIsCompiled() {
        releases("a.json", List.of(release("o1", ""), release("o2", "")));
        pipeline.end();
        pipeline.run();
        assertThat(pipeline.notes()).hasSize(2);

        releases("b.json", List.of(release("o1", ",\"date\":\"2026-01-01T00:00:00Z\"")));
        pipeline.run();

        assertThat(pipeline.notes())
                .contains("ERROR: OCID o2 can't be compiled")
                .doesNotContain("ERROR: OCID o1 can't be compiled");
    }

    @Test
    void plantsAnewWhatSomebodyDeletedByHand() {
        pipeline.close();
        pipeline = new TestPipeline(folder);
        pipeline.collection(true, true);
        releases("a.json", List.of(release("o1", ",\"date\":\"2026-01-01T00:00:00Z\"")));
        pipeline.end();
        pipeline.load();
        pipeline.database.run(tx -> tx.execute("delete from processing_step"));

        assertThat(pipeline.database.transaction(new Overlooked()::nudge)).isOne();
        pipeline.work();

        assertThat(pipeline.compiled()).hasSize(1);
        assertThat(pipeline.number("select count(completed_at) as n from collection")).isEqualTo(3);
        assertThat(pipeline.database.transaction(new Overlooked()::nudge)).isZero();
    }
}
