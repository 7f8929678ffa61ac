package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.spool.SetAside;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.store.SetAsideSubmissions;

/// A submission that was acknowledged and cannot be loaded keeps its collection from being
/// complete.
@Timeout(60)
final class SetAsideTest {
    @TempDir private Path folder;
    private TestPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = new TestPipeline(folder);
        pipeline.collection(false, true);
        pipeline.database.run(tx -> {
            tx.execute(
                    "create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused by a test''; end'");
            tx.execute(
                    "create trigger refuse before insert on collection_file for each row when (new.filename = 'bad.json') execute function refuse()");
        });
        pipeline.file("good.json", "release_package", releases("o1"));
        pipeline.file("bad.json", "release_package", releases("o2"));
        pipeline.end();
        pipeline.run();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static String releases(String ocid) {
        return "{\"releases\": [{\"ocid\":\"%s\",\"id\":\"1\",\"date\":\"2026-01-01T00:00:00Z\"}]}"
                .formatted(ocid);
    }

    private List<String> completed() {
        return pipeline.rows(
                "select id || ' ' || (completed_at is not null) as row from collection order by id");
    }

    private void workAgain() {
        pipeline.database.run(tx -> tx.execute("update processing_step set run_at = now()"));
        pipeline.work();
    }

    @Test
    void keepsCollectionsIncompleteAndSaysWhy() {
        assertThat(completed()).containsExactly("1 false", "2 false");
        for (long collection : List.of(1L, 2L)) {
            var standing =
                    pipeline.database.transaction(
                            tx -> new Standings().of(tx, collection).orElseThrow());
            assertThat(standing.obstacles().getFirst())
                    .contains("1 submissions for collection 1", "spool retry", "spool discard");
        }
    }

    @Test
    void isWaitedForUntilAnotherTryStoresIt() {
        pipeline.database.run(tx -> tx.execute("drop trigger refuse on collection_file"));
        var aside =
                SetAside.open(
                        folder,
                        new SpoolLimits(0, 1 << 18, 1 << 20, 100, 400),
                        InstantSource.system());
        assertThat(aside.retry(aside.list().getFirst().receipt())).isTrue();
        pipeline.run();

        assertThat(completed()).containsExactly("1 true", "2 true");
        assertThat(pipeline.compiled()).hasSize(2);
        assertThat(pipeline.number("select count(*) as n from set_aside_submission")).isZero();
    }

    @Test
    void isWaitedForUntilItIsDiscarded() {
        var receipts = pipeline.rows("select receipt as row from set_aside_submission");
        pipeline.database.run(tx ->
                new SetAsideSubmissions()
                        .forget(tx, java.util.UUID.fromString(receipts.getFirst())));
        workAgain();

        assertThat(completed()).containsExactly("1 true", "2 true");
    }
}
