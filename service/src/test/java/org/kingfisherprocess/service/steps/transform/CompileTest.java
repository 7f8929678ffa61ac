package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every case of compiling, from what a client sends to what the tables hold.
final class CompileTest {
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

    private void releases(String... releases) {
        pipeline.file(
                "releases.json",
                "release_package",
                "{\"releases\": [" + String.join(",", releases) + "]}");
        pipeline.end();
        pipeline.run();
    }

    private void record(String releases, String rest) {
        pipeline.file(
                "records.json",
                "record_package",
                "{\"records\": [{\"ocid\": \"o1\", \"releases\": ["
                        + releases
                        + "]"
                        + rest
                        + "}]}");
        pipeline.run();
    }

    private static final String JANUARY =
            "{\"ocid\":\"o1\",\"id\":\"1\",\"date\":\"2026-01-01T00:00:00Z\",\"title\":\"a\",\"x\":1}";
    private static final String FEBRUARY =
            "{\"ocid\":\"o1\",\"id\":\"2\",\"date\":\"2026-02-01T00:00:00Z\",\"title\":\"b\"}";
    private static final String UNDATED = "{\"ocid\":\"o1\",\"id\":\"3\",\"title\":\"c\"}";
    private static final String COMPILED =
            "{\"ocid\":\"o1\",\"id\":\"4\",\"date\":\"2026-03-01T00:00:00Z\",\"title\":\"d\",\"tag\":[\"compiled\"]}";
    private static final String LINKED =
            "{\"date\":\"2026-01-01T00:00:00Z\",\"tag\":[\"tender\"],\"url\":\"https://example.org/1\"}";
    private static final String MERGED =
            "{\"x\": 1, \"date\": \"2026-02-01T00:00:00Z\", \"ocid\": \"o1\", \"title\": \"b\"}";
    private static final String AS_TAGGED =
            "{\"date\": \"2026-03-01T00:00:00Z\", \"ocid\": \"o1\", \"title\": \"d\"}";

    @Test
    void mergesReleasesInOrderOfDateOnceTheCollectionIsClosed() {
        pipeline.file("a.json", "release_package", "{\"releases\": [" + FEBRUARY + "]}");
        pipeline.file("b.json", "release_package", "{\"releases\": [" + JANUARY + "]}");
        pipeline.run();
        assertThat(pipeline.compiled()).isEmpty();

        pipeline.end();
        pipeline.run();

        assertThat(pipeline.compiled()).containsExactly(MERGED);
        assertThat(pipeline.notes()).isEmpty();
        assertThat(
                        pipeline.rows(
                                """
                                select f.filename || ' ' || i.number || ' ' || c.release_date || ' ' || (d.data ->> 'id') || ' '
                                    || (d.data ->> 'tag') || ' ' || c.collection_id as row
                                from compiled_release c join data d on d.id = c.data_id
                                join collection_file_item i on i.id = c.collection_file_item_id
                                join collection_file f on f.id = i.collection_file_id and f.id = c.collection_file_id
                                """))
                .containsExactly(
                        "o1.json 1 2026-02-01T00:00:00Z o1-2026-02-01T00:00:00Z [\"compiled\"] 2");
    }

    @Test
    void leavesOutUndatedReleasesWithAWarning() {
        releases(JANUARY, UNDATED, FEBRUARY);

        assertThat(pipeline.compiled()).containsExactly(MERGED);
        assertThat(pipeline.notes())
                .containsExactly(
                        "WARNING: OCID o1 has releases without a date, which were left out");
    }

    @Test
    void passesAReleaseTaggedCompiledThroughAsItIs() {
        releases(JANUARY, COMPILED, FEBRUARY);

        assertThat(pipeline.compiled()).containsExactly(AS_TAGGED);
        assertThat(pipeline.notes()).isEmpty();
        assertThat(
                        pipeline.number(
                                "select count(*) as n from release r join compiled_release c on c.data_id = r.data_id"))
                .isEqualTo(1);
    }

    @Test
    void takesTheFirstOfSeveralReleasesTaggedCompiledWithAWarning() {
        releases(COMPILED, COMPILED.replace("\"d\"", "\"e\"").replace("2026-03", "2026-01"));

        assertThat(pipeline.compiled()).containsExactly(AS_TAGGED);
        assertThat(pipeline.notes())
                .containsExactly(
                        "WARNING: OCID o1 has several releases tagged compiled: the first was used");
    }

    @Test
    void notesAnOcidWithoutDatedReleasesAndCompilesTheRest() {
        releases(UNDATED, JANUARY.replace("o1", "o2"));

        assertThat(pipeline.rows("select ocid as row from compiled_release")).containsExactly("o2");
        assertThat(pipeline.notes()).containsExactly("ERROR: OCID o1 can't be compiled");
        assertThat(pipeline.rows("select data ->> 'type' as row from collection_note"))
                .containsExactly("NoDatedRelease");
    }

    @Test
    void notesAMergeErrorAndCompilesTheRest() {
        releases(
                JANUARY.replace("\"x\":1", "\"tender\":{\"id\":1}"),
                FEBRUARY.replace("\"title\":\"b\"", "\"tender\":[{\"id\":1}]"),
                JANUARY.replace("o1", "o2"));

        assertThat(pipeline.rows("select ocid as row from compiled_release")).containsExactly("o2");
        assertThat(pipeline.notes()).containsExactly("ERROR: OCID o1 can't be compiled");
        assertThat(
                        pipeline.rows(
                                "select (data ->> 'type') || ': ' || (data ->> 'message') as row from collection_note"))
                .singleElement()
                .asString()
                .startsWith("InconsistentType: ")
                .contains("tender");
    }

    @Test
    void countsObjectsOfOneIdByPathInOneNoteForTheOcid() {
        releases(
                JANUARY.replace(
                        "\"x\":1",
                        "\"awards\":[{\"id\":1},{\"id\":1,\"items\":[{\"id\":2},{\"id\":2},{\"id\":2}]}]"));

        assertThat(pipeline.notes())
                .containsExactly(
                        "WARNING: OCID o1 has lists with several objects of one id, which were merged");
        assertThat(pipeline.rows("select data::text as row from collection_note"))
                .containsExactly("{\"awards\": 1, \"awards.items\": 2}");
    }

    @Test
    void mergesTheDatedReleasesOfARecordAsSoonAsItsFileIsThere() {
        record(FEBRUARY + "," + JANUARY + "," + UNDATED, "");

        assertThat(pipeline.compiled()).containsExactly(MERGED);
        assertThat(pipeline.notes())
                .containsExactly(
                        "WARNING: OCID o1 has releases without a date, which were left out");
    }

    @Test
    void takesTheCompiledReleaseOfARecordWithLinkedReleases() {
        record(LINKED, ", \"compiledRelease\": " + COMPILED);

        assertThat(pipeline.compiled()).containsExactly(AS_TAGGED);
        assertThat(pipeline.notes()).singleElement().asString().contains("compiledRelease");
    }

    @Test
    void mergesAReleaseThatHasAUrlButIsNoLink() {
        record(JANUARY.replace("\"x\":1", "\"url\":\"https://example.org\""), "");

        assertThat(pipeline.compiled()).singleElement().asString().contains("\"title\": \"a\"");
    }

    @Test
    void takesTheFirstReleaseTaggedCompiledOfARecordWithoutACompiledRelease() {
        record(LINKED + "," + COMPILED + "," + COMPILED.replace("\"d\"", "\"e\""), "");

        assertThat(pipeline.compiled()).containsExactly(AS_TAGGED);
        assertThat(pipeline.notes())
                .containsExactlyInAnyOrder(
                        "WARNING: OCID o1 has a record without a compiledRelease: its release tagged compiled was used",
                        "WARNING: OCID o1 has several releases tagged compiled: the first was used");
    }

    @Test
    void notesARecordOfWhichNothingCanBeCompiled() {
        record(LINKED, "");

        assertThat(pipeline.compiled()).isEmpty();
        assertThat(pipeline.notes()).containsExactly("ERROR: OCID o1 can't be compiled");
    }

    @Test
    void takesTheFirstOfSeveralRecordsWhateverFileTheOthersComeIn() {
        record(JANUARY + "," + FEBRUARY, "");
        pipeline.file(
                "more.json",
                "record_package",
                "{\"records\": [{\"ocid\": \"o1\", \"releases\": [" + COMPILED + "]}]}");
        pipeline.end();
        pipeline.run();

        assertThat(pipeline.compiled()).containsExactly(MERGED);
        assertThat(pipeline.notes())
                .containsExactly("WARNING: OCID o1 has several records: the first was used");
    }

    @Test
    void prefersTheRecordToReleasesOfTheSameOcid() {
        pipeline.file("releases.json", "release_package", "{\"releases\": [" + COMPILED + "]}");
        record(JANUARY + "," + FEBRUARY, "");
        pipeline.end();
        pipeline.run();

        assertThat(pipeline.compiled()).containsExactly(MERGED);
        assertThat(pipeline.notes()).isEmpty();
    }

    @Test
    void tellsOfManyOcidsInOneNote() {
        var releases = new String[50];
        for (int i = 0; i < releases.length; i++) {
            releases[i] = "{\"ocid\":\"o%d\",\"id\":\"1\"}".formatted(i);
        }
        releases(releases);

        assertThat(pipeline.notes()).containsExactly("ERROR: 50 OCIDs can't be compiled");
        assertThat(
                        pipeline.rows(
                                "select (data -> 'ocids' -> 'o7' ->> 'type') || (data ->> 'count') as row from collection_note"))
                .containsExactly("NoDatedRelease50");
    }

    @Test
    void completesEveryCollectionAndCountsWhatItHolds() {
        releases(JANUARY, FEBRUARY, JANUARY.replace("o1", "o2"));

        assertThat(
                        pipeline.rows(
                                """
                                select id || ' ' || (store_end_at is not null) || ' ' || (completed_at is not null) || ' '
                                    || cached_releases_count || ' ' || cached_records_count || ' '
                                    || cached_compiled_releases_count as row
                                from collection order by id
                                """))
                .containsExactly("1 true true 3 0 0", "2 true true 0 0 2");
        assertThat(pipeline.number("select count(*) as n from processing_step")).isZero();
    }
}
