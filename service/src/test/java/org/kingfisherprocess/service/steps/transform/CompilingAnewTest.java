package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.testing.Sessions;

/// Compiling an OCID that was compiled before: after late data, and by two steps at once.
@Timeout(60)
final class CompilingAnewTest {
    /// Documents that nothing uses, and that no deletion would look at.
    private static final String ORPHANS =
            """
            select count(*) as n from data d
            where not exists (select from release where data_id = d.id)
                and not exists (select from record where data_id = d.id)
                and not exists (select from compiled_release where data_id = d.id)
                and not exists (select from document_candidate where not package and document_id = d.id)
            """;

    @TempDir private Path folder;
    private TestPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = new TestPipeline(folder);
        pipeline.collection(false, true);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static String release(int day, String title) {
        return "{\"ocid\":\"o1\",\"id\":\"%d\",\"date\":\"2026-01-0%dT00:00:00Z\",\"tender\":{\"title\":\"%s\"}}"
                .formatted(day, day, title);
    }

    private void releases(String file, String... releases) {
        pipeline.file(
                file, "release_package", "{\"releases\": [" + String.join(",", releases) + "]}");
    }

    private void record(String file, String release) {
        pipeline.file(
                file,
                "record_package",
                "{\"records\": [{\"ocid\": \"o1\", \"releases\": [" + release + "]}]}");
    }

    private List<String> titles() {
        return pipeline.rows(
                "select coalesce(d.data -> 'tender' ->> 'title', 'other') as row from compiled_release c join data d on d.id = c.data_id");
    }

    @Test
    void compilesTheFirstReleaseThatEverWasStored() {
        pipeline.end();
        pipeline.run();

        releases("late.json", release(1, "a"));
        pipeline.run();

        assertThat(pipeline.rows("select id as row from release")).containsExactly("1");
        assertThat(titles()).containsExactly("a");
    }

    @Test
    void leavesNoDocumentBehindThatNothingUses() {
        releases("a.json", release(1, "a"), release(2, "b"));
        pipeline.end();
        pipeline.run();
        releases("b.json", release(3, "c"));
        pipeline.run();

        assertThat(titles()).containsExactly("c");
        assertThat(pipeline.number("select count(*) as n from document_candidate")).isOne();
        assertThat(pipeline.number(ORPHANS)).isZero();
    }

    @Test
    void leavesNoDocumentBehindWhenItTakesAResultBack() {
        releases("a.json", release(1, "a"));
        pipeline.end();
        pipeline.run();
        releases("b.json", release(2, "b").replace("{\"title\":\"b\"}", "[{\"id\":\"b\"}]"));
        pipeline.run();

        assertThat(titles()).isEmpty();
        assertThat(pipeline.number("select count(*) as n from document_candidate")).isOne();
        assertThat(pipeline.number(ORPHANS)).isZero();
    }

    @Test
    void leavesAnOcidToTheStepOfAnEarlierRecordThatIsCommittedLater() throws Exception {
        record("later.json", release(1, "later"));
        pipeline.run();
        assertThat(titles()).containsExactly("later");
        pipeline.database.run(tx -> new Planting().again(tx, 2));

        whileAResultIsLocked(
                "insert into record (id, collection_id, collection_file_id, collection_file_item_id, ocid, data_id, package_data_id)"
                        + " select 0, collection_id, collection_file_id, collection_file_item_id, ocid, data_id, package_data_id from record");

        assertThat(titles()).containsExactly("other");
        assertThat(pipeline.notes())
                .containsExactly("WARNING: OCID o1 has several records: the first was used");
    }

    @Test
    void leavesAnOcidToTheStepOfARecordThatComesWhileItsReleasesAreCompiled() throws Exception {
        releases("a.json", release(1, "a"));
        pipeline.end();
        pipeline.run();
        releases("b.json", release(2, "b"));
        pipeline.load();

        whileAResultIsLocked(
                "insert into record (collection_id, collection_file_id, collection_file_item_id, ocid, data_id, package_data_id)"
                        + " select collection_id, collection_file_id, collection_file_item_id, ocid, data_id, package_data_id from release limit 1");

        assertThat(titles()).containsExactly("other");
    }

    @Test
    void leavesAnOcidToTheStepOfReleasesThatComeWhileItIsCompiled() throws Exception {
        releases("a.json", release(1, "a"));
        pipeline.end();
        pipeline.run();
        releases("b.json", release(2, "b"));
        pipeline.load();

        whileAResultIsLocked(
                "insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id, data_id, package_data_id)"
                        + " select collection_id, collection_file_id, collection_file_item_id, ocid, 'x', data_id, package_data_id from release limit 1");

        assertThat(titles()).containsExactly("other");
    }

    /// Steps read, and wait for the result's file. Meanwhile something comes, and another step
    /// writes what it makes of that.
    private void whileAResultIsLocked(String comes) throws Exception {
        try (var sessions = new Sessions(pipeline.place)) {
            var other =
                    sessions.open("other step")
                            .does(
                                    "select id from collection_file where filename = 'o1.json' for update");
            var working = Thread.ofPlatform().start(pipeline::work);
            await().atMost(Sessions.SOON).until(() -> waiting() > 0);
            other.does(comes)
                    .does("insert into data (hash_md5, data) values ('', '{\"other\": true}')")
                    .does("update compiled_release set data_id = (select max(id) from data)")
                    .commit();
            working.join();
        }
    }

    private long waiting() {
        return pipeline.number(
                "select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");
    }
}
