package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.schema.Extension;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.DerivedCollections;
import org.kingfisherprocess.service.submission.CollectionKey;

/// Upgrading, completing, reopening, and what keeps a collection from being complete.
final class PipelineTest {
    private static final CollectionKey OTHER =
            new CollectionKey("example", LocalDateTime.of(2026, 2, 28, 10, 0), false);

    @TempDir private Path folder;
    private TestPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = new TestPipeline(folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static String releases(String... releases) {
        return "{\"version\": \"1.0\", \"releases\": [" + String.join(",", releases) + "]}";
    }

    private static String old(String ocid, int day) {
        return """
        {"ocid":"%s","id":"1","date":"2026-01-0%dT00:00:00Z","buyer":{"name":"City"},"tender":{"id":"t","amendment":{"rationale":"r"}}}\
        """
                .formatted(ocid, day);
    }

    private void reopen(TestPipeline of) {
        of.database.run(tx -> new Collections().reopen(tx, List.of(1L, 2L, 3L)));
    }

    private List<String> completed() {
        return pipeline.rows(
                "select id || ' ' || (completed_at is not null) as row from collection order by id");
    }

    @Test
    void upgradesAFileAsItComesIntoAFileOfTheSameNameAndItems() {
        pipeline.collection(true, false);
        pipeline.file("a.json", "release_package", releases(old("o1", 1), old("o2", 1)));
        pipeline.file(
                "b.json",
                "record_package",
                "{\"records\": [{\"ocid\": \"o3\", \"releases\": [" + old("o3", 1) + "]}]}");
        pipeline.run();

        assertThat(
                        pipeline.rows(
                                """
                                select f.filename || ' ' || f.url || ' ' || i.number || ' ' || r.ocid || ' ' || r.release_id || ' '
                                    || r.release_date || ' ' || (d.data -> 'parties' -> 0 ->> 'name') || ' '
                                    || (d.data -> 'tender' -> 'amendments' -> 0 ->> 'rationale') || ' ' || p.data as row
                                from release r join data d on d.id = r.data_id join package_data p on p.id = r.package_data_id
                                join collection_file_item i on i.id = r.collection_file_item_id
                                join collection_file f on f.id = i.collection_file_id and f.id = r.collection_file_id
                                where r.collection_id = 2 and f.collection_id = 2 order by r.ocid
                                """))
                .containsExactly(
                        "a.json https://example.org/a.json 0 o1 1 2026-01-01T00:00:00Z City r {\"version\": \"1.0\"}",
                        "a.json https://example.org/a.json 0 o2 1 2026-01-01T00:00:00Z City r {\"version\": \"1.0\"}");
        assertThat(
                        pipeline.rows(
                                "select (d.data -> 'releases' -> 0 -> 'parties' -> 0 ->> 'name') as row from record r join data d on d.id = r.data_id where r.collection_id = 2"))
                .containsExactly("City");
    }

    @Test
    void upgradesItemsThatComeOneByOneEachOnce() {
        pipeline.collection(true, false);
        for (int i = 0; i < 3; i++) {
            pipeline.item("a.json", i, "release_package", releases(old("o" + i, 1)));
            pipeline.load();
        }
        pipeline.work();
        pipeline.item("a.json", 7, "release_package", releases(old("o7", 1)));
        pipeline.run();

        assertThat(
                        pipeline.rows(
                                """
                                select i.number || ' ' || r.ocid as row from release r
                                join collection_file_item i on i.id = r.collection_file_item_id
                                where r.collection_id = 2 order by i.number
                                """))
                .containsExactly("0 o0", "1 o1", "2 o2", "7 o7");
        assertThat(pipeline.number("select count(*) as n from processing_step")).isZero();
    }

    private static String record(String ocid, int day) {
        return "{\"records\": [{\"ocid\": \"%s\", \"releases\": [%s]}]}"
                .formatted(ocid, old(ocid, day));
    }

    @Test
    void plantsOneStepForAllThatCameIntoAFileBeforeAnybodyBeganIt() {
        pipeline.collection(true, false);
        pipeline.database.run(tx -> new DerivedCollections().create(tx, 1, false, true, false));
        for (int i = 0; i < 5; i++) {
            pipeline.item("a.json", i, "record_package", record("o" + i, 1));
            pipeline.load();
        }

        assertThat(
                        pipeline.rows(
                                "select name || ' ' || collection_id as row from processing_step order by 1"))
                .containsExactly("COMPILE_RECORDS 3", "UPGRADE 2");

        pipeline.work();

        assertThat(
                        pipeline.number(
                                "select count(*) as n from compiled_release where collection_id = 3"))
                .isEqualTo(5);
        assertThat(pipeline.number("select count(*) as n from record where collection_id = 2"))
                .isEqualTo(5);
    }

    @Test
    void plantsAnotherStepWhereTheFirstIsUnderWay() {
        pipeline.collection(true, false);
        pipeline.item("a.json", 0, "release_package", releases(old("o0", 1)));
        pipeline.load();

        pipeline.database.run(tx -> {
            tx.query("select id from processing_step for update", row -> row.longValue("id"));
            pipeline.item("a.json", 1, "release_package", releases(old("o1", 1)));
            pipeline.load();
        });

        assertThat(pipeline.number("select count(*) as n from processing_step")).isEqualTo(2);
        pipeline.work();
        assertThat(pipeline.number("select count(*) as n from release where collection_id = 2"))
                .isEqualTo(2);
    }

    @Test
    void compilesOnlyTheRecordsOfAFileThatAreNewAndWarnsOfEachOnce() {
        pipeline.collection(false, true);
        for (int i = 0; i < 4; i++) {
            pipeline.item(
                    "a.json",
                    i,
                    "record_package",
                    "{\"records\": [{\"ocid\": \"o%d\", \"releases\": [%s, %s]}, {\"ocid\": \"same\", \"releases\": [%s]}]}"
                            .formatted(i, old("o" + i, 1), old("o" + i, 1), old("same", 1 + i)));
            pipeline.run();
        }

        assertThat(pipeline.notes())
                .containsExactlyInAnyOrder(
                        "WARNING: OCID o0 has releases with the same date: their order may be chance",
                        "WARNING: OCID o1 has releases with the same date: their order may be chance",
                        "WARNING: OCID o2 has releases with the same date: their order may be chance",
                        "WARNING: OCID o3 has releases with the same date: their order may be chance",
                        "WARNING: OCID same has several records: the first was used");
        // A row that is compiled anew is a later version of it.
        assertThat(
                        pipeline.number(
                                "select count(distinct xmin::text) as n from compiled_release where ocid like 'o%'"))
                .isEqualTo(4);
        assertThat(
                        pipeline.rows(
                                "select release_date as row from compiled_release where ocid = 'same'"))
                .containsExactly("2026-01-01T00:00:00Z");
    }

    @Test
    void warnsOnceOfSeveralRecordsHoweverOftenAStepGoesOn() {
        pipeline.close();
        pipeline =
                new TestPipeline(
                        folder,
                        url -> new ExtensionResult.Unavailable(url, "no web"),
                        TestPipeline.limits(10, 100));
        pipeline.collection(false, true);
        var records =
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                "{\"ocid\": \"r%d\", \"releases\": [%s]}"
                                        .formatted(i / 2, old("r" + i / 2, 1 + i)))
                        .collect(Collectors.joining(","));
        pipeline.file("r.json", "record_package", "{\"records\": [" + records + "]}");
        pipeline.run();

        assertThat(pipeline.notes())
                .containsExactlyInAnyOrder(
                        IntStream.range(0, 4)
                                .mapToObj(i ->
                                        "WARNING: OCID r%d has several records: the first was used"
                                                .formatted(i))
                                .toArray(String[]::new));
    }

    @Test
    void upgradesALargeFileInParts() {
        pipeline.close();
        pipeline =
                new TestPipeline(
                        folder,
                        url -> new ExtensionResult.Unavailable(url, "no web"),
                        TestPipeline.limits(10, 1 << 20));
        pipeline.collection(true, true);
        var lines =
                IntStream.range(0, 95)
                        .mapToObj(i -> releases(old("o" + i, 1)))
                        .collect(Collectors.joining("\n"));
        pipeline.file("a.jsonl", "release_package_json_lines", lines);
        pipeline.end();
        pipeline.run();

        assertThat(
                        pipeline.number(
                                "select count(distinct ocid) as n from release where collection_id = 2"))
                .isEqualTo(95);
        assertThat(pipeline.number("select count(*) as n from release")).isEqualTo(190);
        assertThat(pipeline.number("select count(*) as n from compiled_release")).isEqualTo(95);
    }

    private void limit(int documents) {
        pipeline.close();
        pipeline =
                new TestPipeline(
                        folder,
                        url -> new ExtensionResult.Unavailable(url, "no web"),
                        TestPipeline.limits(documents, 1 << 20));
    }

    @Test
    void upgradesAndCompilesManySmallFilesInOneTransaction() {
        limit(50);
        pipeline.collection(true, false);
        pipeline.database.run(tx -> new DerivedCollections().create(tx, 1, false, true, false));
        for (int i = 0; i < 60; i++) {
            pipeline.file(
                    "%02d.json".formatted(i), "record_package", record("o%02d".formatted(i), 1));
        }
        pipeline.end();
        pipeline.run();

        assertThat(
                        pipeline.rows(
                                "select count(*) || ' ' || count(distinct xmin::text) || ' ' || count(distinct collection_file_id) as row from record where collection_id = 2"))
                .containsExactly("60 2 60");
        assertThat(
                        pipeline.rows(
                                "select count(*) || ' ' || count(distinct xmin::text) as row from compiled_release"))
                .containsExactly("60 2");
        assertThat(completed()).containsExactly("1 true", "2 true", "3 true");
    }

    @Test
    void takesNoMoreFilesTogetherThanFitIntoATransaction() {
        limit(10);
        pipeline.collection(true, false);
        pipeline.file("a.json", "release_package", releases(old("o1", 1)));
        pipeline.file("b.json", "release_package", manyReleases("b", 8));
        pipeline.file("c.json", "release_package", manyReleases("c", 8));
        pipeline.file(
                "d.json",
                "release_package_json_lines",
                IntStream.range(0, 25)
                        .mapToObj(i -> releases(old("d" + i, 1)))
                        .collect(Collectors.joining("\n")));
        pipeline.file("e.json", "release_package", releases(old("e", 1)));
        pipeline.end();
        pipeline.run();

        assertThat(
                        pipeline.rows(
                                "select f.filename || ' ' || count(*) || ' ' || count(distinct r.ocid) as row from release r join collection_file f on f.id = r.collection_file_id where f.collection_id = 2 group by f.filename order by f.filename"))
                .containsExactly(
                        "a.json 1 1", "b.json 8 8", "c.json 8 8", "d.json 25 25", "e.json 1 1");
        assertThat(
                        pipeline.rows(
                                "select distinct (count(*) <= 10)::text as row from release where collection_id = 2 group by xmin::text"))
                .containsExactly("true");
        assertThat(completed()).containsExactly("1 true", "2 true");
    }

    private static String manyReleases(String prefix, int count) {
        return releases(
                IntStream.range(0, count)
                        .mapToObj(i -> old("%s%02d".formatted(prefix, i), 1))
                        .toArray(String[]::new));
    }

    @Test
    void upgradesALargeItemInRangesOfItsOcids() {
        limit(10);
        pipeline.collection(true, true);
        pipeline.file("a.json", "release_package", manyReleases("o", 95));
        pipeline.file(
                "r.json",
                "record_package",
                "{\"records\": ["
                        + IntStream.range(0, 35)
                                .mapToObj(i ->
                                        "{\"ocid\": \"r%02d\", \"releases\": [%s]}"
                                                .formatted(i, old("r%02d".formatted(i), 1)))
                                .collect(Collectors.joining(","))
                        + "]}");
        pipeline.end();
        pipeline.run();

        assertThat(
                        pipeline.rows(
                                """
                                select t || ' ' || count(*) || ' ' || count(distinct ocid) || ' ' || count(distinct item) || ' '
                                    || count(distinct x) as row from (
                                    select 'release' as t, ocid, collection_file_item_id as item, xmin::text as x
                                    from release where collection_id = 2
                                    union all
                                    select 'record', ocid, collection_file_item_id, xmin::text from record where collection_id = 2
                                ) as upgraded group by t order by t
                                """))
                .containsExactly("record 35 35 1 4", "release 95 95 1 10");
        assertThat(pipeline.number("select count(*) as n from compiled_release")).isEqualTo(130);
        assertThat(completed()).containsExactly("1 true", "2 true", "3 true");
    }

    @Test
    void refersToDocumentsThatNeedNoUpgradeInsteadOfCopyingThem() {
        pipeline.collection(true, false);
        pipeline.file(
                "a.json",
                "release_package",
                releases(
                        "{\"ocid\":\"o1\",\"id\":\"1\",\"parties\":[],\"buyer\":{\"name\":\"City\"}}"));
        pipeline.run();

        assertThat(pipeline.number("select count(*) as n from release")).isEqualTo(2);
        assertThat(pipeline.number("select count(distinct data_id) as n from release")).isOne();
    }

    @Test
    void upgradesThenCompilesAndCompletesAllThree() {
        pipeline.collection(true, true);
        pipeline.file("a.json", "release_package", releases(old("o1", 1), old("o2", 1)));
        pipeline.file("b.json", "release_package", releases(old("o1", 2)));
        pipeline.end();
        pipeline.run();

        assertThat(pipeline.compiled())
                .hasSize(2)
                .allSatisfy(json -> assertThat(json).contains("parties"));
        assertThat(completed()).containsExactly("1 true", "2 true", "3 true");
        assertThat(
                        pipeline.rows(
                                "select id || ' ' || (store_end_at is not null) as row from collection order by id"))
                .containsExactly("1 true", "2 true", "3 true");
        assertThat(pipeline.number("select count(*) as n from processing_step")).isZero();
    }

    @Test
    void compilesAnOcidAnewWhenAFileComesAfterTheEnd() {
        pipeline.collection(true, true);
        pipeline.file("a.json", "release_package", releases(old("o1", 1), old("o2", 1)));
        pipeline.end();
        pipeline.run();
        var before =
                pipeline.rows(
                        "select ocid || ' ' || id || ' ' || data_id as row from compiled_release order by ocid");

        pipeline.file("b.json", "release_package", releases(old("o1", 2), old("o3", 1)));
        pipeline.run();

        assertThat(
                        pipeline.rows(
                                "select ocid || ' ' || release_date as row from compiled_release order by ocid"))
                .containsExactly(
                        "o1 2026-01-02T00:00:00Z",
                        "o2 2026-01-01T00:00:00Z",
                        "o3 2026-01-01T00:00:00Z");
        assertThat(
                        pipeline.rows(
                                "select ocid || ' ' || id || ' ' || data_id as row from compiled_release where ocid = 'o2'"))
                .containsExactly(before.get(1));
        assertThat(completed()).containsExactly("1 true", "2 true", "3 true");
    }

    @Test
    void reopensAndCompilesOnlyWhatHasChanged() {
        pipeline.collection(true, true);
        pipeline.file("a.json", "release_package", releases(old("o1", 1), old("o2", 1)));
        pipeline.end();
        pipeline.run();
        reopen(pipeline);
        pipeline.file("b.json", "release_package", releases(old("o2", 3)));
        pipeline.run();
        assertThat(completed()).containsExactly("1 false", "2 false", "3 false");

        pipeline.end();
        pipeline.load();
        assertThat(
                        pipeline.rows(
                                "select name || ' ' || collection_id as row from processing_step order by 1"))
                .containsExactly("FINISH 1", "FINISH 2", "FINISH 3");
        pipeline.work();

        assertThat(
                        pipeline.rows(
                                "select ocid || ' ' || release_date as row from compiled_release order by ocid"))
                .containsExactly("o1 2026-01-01T00:00:00Z", "o2 2026-01-03T00:00:00Z");
        assertThat(completed()).containsExactly("1 true", "2 true", "3 true");
    }

    @Test
    void takesBackWhatCannotBeCompiledAnyMore() {
        pipeline.collection(false, true);
        pipeline.file("a.json", "release_package", releases(old("o1", 1)));
        pipeline.end();
        pipeline.run();
        assertThat(pipeline.compiled()).hasSize(1);

        pipeline.file(
                "b.json",
                "release_package",
                releases(
                        old("o1", 2)
                                .replace("{\"id\":\"t\"", "[{\"id\":\"t\"")
                                .replace("}}}", "}}]}")));
        pipeline.run();

        assertThat(pipeline.compiled()).isEmpty();
        assertThat(
                        pipeline.number(
                                "select count(*) as n from collection_file where collection_id = 2"))
                .isZero();
        assertThat(pipeline.notes()).containsExactly("ERROR: OCID o1 can't be compiled");
    }

    @Test
    void completesACrawlThatDeliveredNothingAndSaysSo() {
        pipeline.collection(true, true);
        pipeline.end();
        pipeline.run();

        assertThat(completed()).containsExactly("1 true", "2 true", "3 true");
        assertThat(pipeline.notes())
                .containsExactly("WARNING: The crawl ended without having delivered a file.");
    }

    @Test
    void waitsForTheFilesThatTheCrawlReportedAndSaysSo() {
        pipeline.collection(false, true);
        pipeline.file("a.json", "release_package", releases(old("o1", 1)));
        pipeline.run();
        pipeline.database.run(
                tx -> tx.execute("update collection set expected_files_count = 2 where id = 1"));
        pipeline.end();
        pipeline.run();

        assertThat(completed()).containsExactly("1 false", "2 false");
        var standing = pipeline.database.transaction(tx -> new Standings().of(tx, 1).orElseThrow());
        assertThat(standing.obstacles())
                .singleElement()
                .asString()
                .contains("only 1 of the 2 files", "add-files");

        pipeline.file("b.json", "release_package", releases(old("o2", 1)));
        pipeline.run();

        assertThat(completed()).containsExactly("1 true", "2 true");
        assertThat(pipeline.compiled()).hasSize(2);
    }

    @Test
    void staysIncompleteWhileAStepIsSetAsideAndIsCompletedOnceThatIsDone() {
        pipeline.collection(false, true);
        pipeline.file("a.json", "release_package", releases(old("o1", 1), old("o2", 1)));
        pipeline.load();
        // A step of a later release, which this one cannot do.
        pipeline.database.run(tx ->
                tx.execute(
                        "insert into processing_step (name, collection_id, set_aside_at) values ('COMPILE_RECORDS', 2, now())"));
        pipeline.end();
        pipeline.run();

        assertThat(completed()).containsExactly("1 true", "2 false");
        assertThat(
                        pipeline.database
                                .transaction(tx -> new Standings().of(tx, 2).orElseThrow())
                                .obstacles())
                .singleElement()
                .asString()
                .contains("set aside", "steps retry");

        pipeline.database.run(tx -> {
            tx.execute("delete from processing_step where name = 'COMPILE_RECORDS'");
            tx.execute("update processing_step set run_at = now()");
        });
        pipeline.work();

        assertThat(completed()).containsExactly("1 true", "2 true");
    }

    @Test
    void givesADerivedCollectionThatIsCreatedLaterWhatIsThereAlready() {
        pipeline.collection(false, false);
        pipeline.file("a.json", "release_package", releases(old("o1", 1)));
        pipeline.file(
                "b.json",
                "record_package",
                "{\"records\": [{\"ocid\": \"o3\", \"releases\": [" + old("o3", 1) + "]}]}");
        pipeline.end();
        pipeline.run();

        var created =
                pipeline.database.transaction(tx -> {
                    var derived = new DerivedCollections().create(tx, 1, true, true, false);
                    for (var id : List.of(derived.upgraded(), derived.compiled())) {
                        new Planting().created(tx, id.orElseThrow());
                    }
                    return derived;
                });
        pipeline.work();

        assertThat(created.compiled()).contains(3L);
        assertThat(pipeline.rows("select ocid as row from compiled_release order by 1"))
                .containsExactly("o1", "o3");
        assertThat(completed()).containsExactly("1 true", "2 true", "3 true");
    }

    @Test
    void doesNothingMoreForADeletedCollection() {
        pipeline.collection(true, true);
        pipeline.file("a.json", "release_package", releases(old("o1", 1)));
        pipeline.end();
        pipeline.load();
        pipeline.database.run(tx -> tx.execute("update collection set deleted_at = now()"));
        pipeline.work();

        assertThat(pipeline.number("select count(*) as n from release")).isOne();
        assertThat(pipeline.number("select count(*) as n from processing_step")).isZero();
    }

    @Test
    void dividesALargeFileOfRecordsAndManyReleasesIntoSteps() {
        pipeline.close();
        pipeline =
                new TestPipeline(
                        folder,
                        url -> new ExtensionResult.Unavailable(url, "no web"),
                        TestPipeline.limits(10, 2_000));
        pipeline.collection(false, true);
        var records =
                IntStream.range(0, 45)
                        .mapToObj(i ->
                                "{\"ocid\": \"r%02d\", \"releases\": [%s]}"
                                        .formatted(i, old("r%02d".formatted(i), 1)))
                        .collect(Collectors.joining(","));
        pipeline.file("r.json", "record_package", "{\"records\": [" + records + "]}");
        var releases =
                IntStream.range(0, 60)
                        .mapToObj(i -> old("o%02d".formatted(i % 30), 1 + i / 30))
                        .toArray(String[]::new);
        pipeline.file("a.json", "release_package", releases(releases));
        pipeline.end();
        pipeline.run();

        assertThat(pipeline.number("select count(*) as n from compiled_release")).isEqualTo(75);
        assertThat(pipeline.number("select count(distinct ocid) as n from compiled_release"))
                .isEqualTo(75);
        assertThat(completed()).containsExactly("1 true", "2 true");
    }

    @Test
    void mergesByTheRulesOfThePackagesExtensionsAndNotesThoseThatCannotBeHad() {
        var fetched = new AtomicInteger();
        pipeline.close();
        pipeline =
                new TestPipeline(
                        folder,
                        url -> {
                            fetched.incrementAndGet();
                            return url.contains("lots")
                                    ? new ExtensionResult.Loaded(lots(url))
                                    : new ExtensionResult.Unavailable(url, "it is gone");
                        },
                        TestPipeline.limits(100, 1 << 20));
        pipeline.collection(false, true);
        var extended =
                """
                {"extensions": ["https://example.org/lots/extension.json", "https://example.org/gone/extension.json"], "releases": [
                  {"ocid":"o1","id":"1","date":"2026-01-01T00:00:00Z","lots":[{"id":1}]},
                  {"ocid":"o1","id":"2","date":"2026-01-02T00:00:00Z","lots":[{"id":2}]}]}
                """;
        pipeline.file("a.json", "release_package", extended);
        pipeline.file(
                "b.json",
                "release_package",
                extended.replace("o1", "o2").replaceFirst("\\[\"[^]]*]", "[]"));
        pipeline.end();
        pipeline.run();

        assertThat(
                        pipeline.rows(
                                "select (d.data -> 'lots')::text as row from compiled_release c join data d on d.id = c.data_id order by c.ocid"))
                .containsExactly("[{\"id\": 2}]", "[{\"id\": 1}, {\"id\": 2}]");
        assertThat(pipeline.notes())
                .containsExactly(
                        "WARNING: The extension https://example.org/gone/extension.json cannot be had: merged without it");
        assertThat(fetched).hasValue(2);
    }

    @Test
    void fetchesAnExtensionOnceForAllWhileOtherCollectionsGoOn() {
        var fetches = new ArrayList<Runnable>();
        pipeline.close();
        pipeline =
                new TestPipeline(
                        folder,
                        url -> new ExtensionResult.Unavailable(url, "it is gone"),
                        fetches::add,
                        TestPipeline.limits(1, 1 << 20));
        pipeline.collection(false, true);
        pipeline.collection(OTHER, false, true);
        pipeline.file(
                "a.json",
                "release_package",
                """
                {"extensions": ["https://example.org/slow/extension.json"], "releases": [
                  {"ocid":"o1","id":"1","date":"2026-01-01T00:00:00Z"},
                  {"ocid":"o2","id":"2","date":"2026-01-02T00:00:00Z"}]}
                """);
        pipeline.file(OTHER, "b.json", "release_package", releases(old("o3", 1)));
        pipeline.end();
        pipeline.end(OTHER);
        pipeline.run();

        assertThat(completed()).containsExactlyInAnyOrder("1 true", "2 false", "3 true", "4 true");
        assertThat(fetches).hasSize(1);

        fetches.getFirst().run();
        pipeline.work();

        assertThat(pipeline.number("select count(*) as n from compiled_release")).isEqualTo(3);
        assertThat(completed()).containsExactlyInAnyOrder("1 true", "2 true", "3 true", "4 true");
    }

    private static Extension lots(String url) {
        var patch =
                (JsonObject)
                        JsonReader.read(
                                """
                                {"properties": {"lots": {"type": "array", "wholeListMerge": true,
                                  "items": {"type": "object", "properties": {"id": {"type": "string"}}}}}}
                                """);
        return new Extension(url, new JsonObject(), patch, Map.of());
    }

    @Test
    void createsTheCollectionsOfTheStandardPipelineWithTheOriginal() {
        var defaults = new Collections.Defaults(false, false, "1.0", true);
        pipeline.database.run(tx -> {
            new Collections().idOf(tx, TestPipeline.KEY, defaults);
            new Collections().idOf(tx, TestPipeline.KEY, defaults);
        });

        assertThat(
                        pipeline.rows(
                                """
                                select id || ' ' || transform_type || ' ' || coalesce(transform_from_collection_id, 0) || ' '
                                    || check_data || ' ' || steps as row from collection order by id
                                """))
                .containsExactly(
                        "1  0 true [\"check\", \"upgrade\"]",
                        "2 upgrade-1-0-to-1-1 1 false [\"compile\"]",
                        "3 compile-releases 2 false []");
    }
}
