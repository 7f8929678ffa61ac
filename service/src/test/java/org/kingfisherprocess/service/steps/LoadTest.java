package org.kingfisherprocess.service.steps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.service.spool.Receipt;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.spool.SpoolReader;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.spool.Submission;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.CollectionFiles;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.Contents;
import org.kingfisherprocess.service.store.Documents;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.submission.EndSubmission;
import org.kingfisherprocess.service.submission.FileErrorsSubmission;
import org.kingfisherprocess.service.submission.FileSubmission;
import org.kingfisherprocess.service.submission.ItemSubmission;
import org.kingfisherprocess.service.submission.SpooledSubmission;
import org.kingfisherprocess.service.testing.TestDatabases;

final class LoadTest {
    private static final CollectionKey KEY =
            new CollectionKey("example", LocalDateTime.of(2026, 1, 31, 10, 0), false);
    private static final SpoolLimits LIMITS = new SpoolLimits(0, 1 << 18, 1 << 20, 100, 400);
    private static final ChunkSize SMALL_CHUNKS = new ChunkSize(3, 1 << 20);

    @TempDir private Path folder;

    private Database database;
    private SpoolWriter writer;
    private SpoolReader reader;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.migrated().withPoolSize(3));
        writer = SpoolWriter.open(folder, LIMITS, InstantSource.system());
        reader = SpoolReader.open(folder, LIMITS, InstantSource.system());
    }

    @AfterEach
    void close() {
        reader.close();
        writer.close();
        database.close();
    }

    @Test
    void storesEachReleaseOfAPackageWithItsFileItemAndPackageData() {
        file(
                "a.json",
                "release_package",
                """
                {"uri": "https://example.org/a", "releases": [
                  {"ocid": "o1", "id": "r1", "date": "2026-01-01T00:00:00Z", "value": 1.50},
                  {"ocid": "o2", "id": 2}],
                 "version": "1.1"}
                """);

        load();

        assertThat(
                        rows(
                                """
                                select r.ocid || '|' || r.release_id || '|' || r.release_date || '|' || d.data || '|' || p.data
                                    || '|' || f.filename || '|' || f.url || '|' || i.number || '|' || d.hash_md5 as row
                                from release r join data d on d.id = r.data_id join package_data p on p.id = r.package_data_id
                                join collection_file_item i on i.id = r.collection_file_item_id
                                join collection_file f on f.id = i.collection_file_id and f.id = r.collection_file_id
                                join collection c on c.id = f.collection_id and c.id = r.collection_id order by 1
                                """))
                .containsExactly(
                        "o1|r1|2026-01-01T00:00:00Z|{\"id\": \"r1\", \"date\": \"2026-01-01T00:00:00Z\", \"ocid\": \"o1\","
                                + " \"value\": 1.50}|{\"uri\": \"https://example.org/a\", \"version\": \"1.1\"}|a.json|"
                                + "https://example.org/a.json|0|"
                                + md5(
                                        """
                                        {"date":"2026-01-01T00:00:00Z","id":"r1","ocid":"o1","value":1.50}\
                                        """),
                        "o2|2||{\"id\": 2, \"ocid\": \"o2\"}|{\"uri\": \"https://example.org/a\", \"version\": \"1.1\"}|a.json|"
                                + "https://example.org/a.json|0|"
                                + md5("{\"id\":2,\"ocid\":\"o2\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    release | {"ocid":"o"} | release | 1
                    record | {"ocid":"o"} | record | 1
                    compiled_release | {"ocid":"o"} | compiled_release | 1
                    release_list | [{"ocid":"o"},{"ocid":"p"}] | release | 2
                    record_list | [{"ocid":"o"},null,{"ocid":"p"}] | record | 2
                    release_package | {"releases":[{"ocid":"o"},null]} | release | 1
                    record_package | {"records":[{"ocid":"o"}]} | record | 1
                    release_package_list | [{"releases":[{"ocid":"o"}]},{"releases":[{"ocid":"p"}]}] | release | 2
                    record_package_list | [{"records":[{"ocid":"o"}]}] | record | 1
                    release_package_list_in_results | {"results":[{"releases":[{"ocid":"o"}]}]} | release | 1
                    record_package_list_in_results | {"results":[{"records":[{"ocid":"o"}]}]} | record | 1
                    release_package_in_ocdsReleasePackage_in_list_in_results | {"results":[{"ocdsReleasePackage":{"releases":[{"ocid":"o"}]}}]} | release | 1
                    release_in_Release | {"Release":{"ocid":"o"}} | release | 1
                    """)
    void loadsEveryDataType(String dataType, String json, String table, long count) {
        file("a.json", dataType, json);

        load();

        assertThat(number("select count(*) as n from " + table)).isEqualTo(count);
        assertThat(number("select count(*) as n from collection_file where errors is not null"))
                .isZero();
    }

    @Test
    void loadsJsonLinesAndKeepsTheLinesBesideABrokenOne() {
        file(
                "a.jsonl",
                "release_package_json_lines",
                """
                {"releases":[{"ocid":"o1"}]}
                {"releases":[{"ocid":
                {"releases":[{"ocid":"o3"}]}
                """);

        load();

        assertThat(rows("select ocid as row from release order by 1")).containsExactly("o1", "o3");
        assertThat(
                        rows(
                                "select number || ' ' || (errors ->> 0) as row from collection_file_item where errors is not null"))
                .singleElement()
                .asString()
                .startsWith("1 ");
    }

    @Test
    void recordsWhatCannotBeStoredAndStoresTheRest() {
        file(
                "a.json",
                "release_package",
                """
                {"releases": [{"ocid":"o1"}, {"id":"without"}, "text", null, {"ocid":"o2","bad":"\\ud800"}, {"ocid":"o3"}]}
                """);

        load();

        assertThat(rows("select ocid as row from release order by 1")).containsExactly("o1", "o3");
        assertThat(
                        rows(
                                "select jsonb_array_elements_text(errors) as row from collection_file_item"))
                .hasSize(3)
                .anySatisfy(error -> assertThat(error).contains("releases/1", "ocid"))
                .anySatisfy(error -> assertThat(error).contains("releases/2"))
                .anySatisfy(error -> assertThat(error).contains("releases/4"));
    }

    @Test
    void recordsBrokenJsonAtTheFileAndStoresNothingOfItsItem() {
        file("a.json", "release_package", "{\"releases\": [{\"ocid\":\"o1\"}, {\"ocid\"");
        file("b.json", "release_package", "{\"releases\": [{\"ocid\":\"o2\"}]}");

        load();

        assertThat(rows("select ocid as row from release")).containsExactly("o2");
        assertThat(rows("select filename as row from collection_file where errors is not null"))
                .containsExactly("a.json");
    }

    @Test
    void undoesALargeItemThatBreaksOff() {
        var releases = releases(0, 10);
        file("a.json", "release_package", "{\"releases\": [" + releases + ", {\"ocid\":");
        file("b.json", "release_package", "{\"releases\": [" + releases + "]}");

        load(SMALL_CHUNKS);

        assertThat(
                        number(
                                "select count(*) as n from release r join collection_file f on f.id = r.collection_file_id"
                                        + " where f.filename = 'a.json'"))
                .isZero();
        assertThat(number("select count(*) as n from release")).isEqualTo(10);
        assertThat(rows("select label || ' ' || documents as row from intake_receipt order by 1"))
                .containsExactly("a.json 0", "b.json 10");
    }

    @Test
    void givesALargePackageThePackageDataThatComeAfterItsReleases() {
        file(
                "a.json",
                "release_package",
                "{\"uri\":\"u\",\"releases\": [" + releases(0, 10) + "],\"version\":\"1.1\"}");

        load(SMALL_CHUNKS);

        assertThat(
                        rows(
                                "select distinct p.data::text as row from release r join package_data p on p.id = r.package_data_id"))
                .containsExactly("{\"uri\": \"u\", \"version\": \"1.1\"}");
        assertThat(number("select count(*) as n from release")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"uri\":\"u\",\"releases\":[%s]}", "{\"releases\":[%s],\"uri\":\"u\"}"})
    void storesAPackageWhoseLastReleaseFillsAChunk(String json) {
        file("a.json", "release_package", json.formatted(releases(0, 9)));

        load(SMALL_CHUNKS);

        assertThat(
                        rows(
                                "select p.data ->> 'uri' || ' ' || count(*) as row from release r"
                                        + " join package_data p on p.id = r.package_data_id group by p.data"))
                .containsExactly("u 9");
    }

    @Test
    void storesADocumentOnceHoweverOftenItComes() {
        file(
                "a.json",
                "release_package",
                "{\"releases\": [{\"ocid\":\"o\",\"x\":1},{\"x\":1,\"ocid\":\"o\"}]}");
        file("b.json", "release_package", "{\"releases\": [{\"ocid\" : \"o\", \"x\" : 1}]}");

        load();

        assertThat(number("select count(*) as n from release")).isEqualTo(3);
        assertThat(number("select count(*) as n from data")).isEqualTo(1);
        assertThat(number("select count(*) as n from package_data")).isEqualTo(1);
    }

    @Test
    void leavesAFileThatExistsAsItIs() {
        file("a.json", "release_package", "{\"releases\": [{\"ocid\":\"first\"}]}");
        load();
        file("a.json", "release_package", "{\"releases\": [{\"ocid\":\"second\"}]}");

        load();

        assertThat(rows("select ocid as row from release")).containsExactly("first");
        assertThat(rows("select outcome as row from intake_receipt order by receipt"))
                .containsExactly("stored", "duplicate");
    }

    @Test
    void leavesAFileThatExistsAsItIsWithinOneTransaction() {
        file("a.json", "release_package", "{\"releases\": [{\"ocid\":\"first\"}]}");
        file("a.json", "release_package", "{\"releases\": [{\"ocid\":\"second\"}]}");

        load();

        assertThat(rows("select ocid as row from release")).containsExactly("first");
        assertThat(rows("select outcome as row from intake_receipt order by receipt"))
                .containsExactly("stored", "duplicate");
    }

    @Test
    void storesItemsOfOneFileThatComeTogether() {
        for (int i = 1; i <= 5; i++) {
            item("a.json", i, "{\"releases\": [{\"ocid\":\"o%d\"}]}".formatted(i));
        }
        item("a.json", 3, "{\"releases\": [{\"ocid\":\"again\"}]}");
        item("a.json", 6, "no JSON");

        load();

        assertThat(number("select count(*) as n from collection_file")).isEqualTo(1);
        assertThat(
                        rows(
                                "select i.number || ' ' || coalesce(r.ocid, i.errors ->> 0) as row from collection_file_item i"
                                        + " left join release r on r.collection_file_item_id = i.id order by i.number"))
                .hasSize(6)
                .startsWith("1 o1", "2 o2", "3 o3", "4 o4", "5 o5");
    }

    @Test
    void recordsWhyTheClientCouldNotGetAFile() {
        submit(
                new FileErrorsSubmission(KEY, "1.1", "a.json", "https://example.org/a.json"),
                "{\"http_code\": 404}".getBytes(UTF_8));

        load();

        assertThat(rows("select filename || ' ' || errors as row from collection_file"))
                .containsExactly("a.json {\"http_code\": 404}");
    }

    @Test
    void keepsErrorsOfTheClientThatPostgresqlCannotHaveAsJson() {
        submit(
                new FileErrorsSubmission(KEY, "1.1", "a.json", ""),
                "{\"error\": \"\\ud800\"}".getBytes(UTF_8));

        load();

        assertThat(rows("select errors ->> 0 as row from collection_file"))
                .containsExactly("{\"error\": \"\\ud800\"}");
    }

    @Test
    void endsTheStoreAfterAllThatWasAcknowledgedBefore() {
        file("a.json", "release_package", "{\"releases\": [{\"ocid\":\"o\"}]}");
        submit(new EndSubmission(KEY, "1.1"), new byte[0]);

        load();

        assertThat(number("select count(*) as n from collection where store_end_at is not null"))
                .isEqualTo(1);
        assertThat(number("select count(*) as n from release")).isEqualTo(1);
    }

    @Test
    void notesFilesThatCannotBeLoadedAndThoseThatHoldNothing() {
        file("bad.json", "release_package", "{\"releases\": [");
        file("odd.json", "tea", "{}");
        file("empty.json", "release_package", "{\"releases\": []}");
        file("good.json", "release_package", "{\"releases\": [{\"ocid\":\"o\"}]}");
        load();

        assertThat(rows("select code || ' ' || note as row from collection_note order by note"))
                .containsExactly(
                        "ERROR bad.json could not be loaded",
                        "WARNING empty.json holds neither releases nor records",
                        "ERROR odd.json could not be loaded");
        assertThat(
                        rows(
                                "select data -> 'errors' ->> 0 as row from collection_note where note like 'odd%'"))
                .singleElement()
                .asString()
                .contains("unknown data_type \"tea\"");
    }

    @Test
    void remembersTheFormatOfTheFirstFileAsVersion2Does() {
        file("a.json", "release_package_json_lines", "{\"releases\": [{\"ocid\":\"o\"}]}");
        load();
        file("b.json", "record_package", "{\"records\": [{\"ocid\":\"o\"}]}");
        load();

        assertThat(rows("select data_type::text as row from collection"))
                .containsExactly(
                        "{\"array\": false, \"format\": \"release package\", \"concatenated\": true}");
    }

    @Test
    void storesTheNoteOfACollectionOnce() {
        submit(
                new FileSubmission(KEY, "1.1", "a.json", "", "release", "utf-8", "monthly"),
                "{\"ocid\":\"o\"}".getBytes(UTF_8));
        load();
        submit(
                new FileSubmission(KEY, "1.1", "b.json", "", "release", "utf-8", "monthly"),
                "{\"ocid\":\"o\"}".getBytes(UTF_8));
        load();

        assertThat(rows("select note as row from collection_note")).containsExactly("monthly");
    }

    @Test
    void readsOtherEncodingsAndRemovesControlCharactersWithAWarning() {
        submit(
                new FileSubmission(KEY, "1.1", "a.json", "", "release", "latin-1", ""),
                "{\"ocid\":\"ñ\u0007\\u0000\"}".getBytes(ISO_8859_1));

        load();

        assertThat(rows("select ocid as row from release")).containsExactly("ñ");
        assertThat(rows("select jsonb_array_elements_text(warnings) as row from collection_file"))
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning).contains("0x07"))
                .anySatisfy(warning -> assertThat(warning).contains("u0000"));
    }

    @Test
    void recordsAnUnknownEncodingOrDataTypeAtTheFile() {
        submit(
                new FileSubmission(KEY, "1.1", "a.json", "", "release", "klingon", ""),
                "{\"ocid\":\"o\"}".getBytes(UTF_8));
        submit(
                new FileSubmission(KEY, "1.1", "b.json", "", "poem", "utf-8", ""),
                "{\"ocid\":\"o\"}".getBytes(UTF_8));

        load();

        assertThat(rows("select errors ->> 0 as row from collection_file order by filename"))
                .hasSize(2)
                .anySatisfy(error -> assertThat(error).contains("klingon"))
                .anySatisfy(error -> assertThat(error).contains("poem"));
    }

    @Test
    void refusesAnOcidThatNoIndexCanHold() {
        file("a.json", "release_list", "[{\"ocid\":\"" + random(3000) + "\"},{\"ocid\":\"o\"}]");

        load();

        assertThat(rows("select ocid as row from release")).containsExactly("o");
        assertThat(
                        rows(
                                "select errors ->> 0 as row from collection_file_item where errors is not null"))
                .singleElement()
                .asString()
                .contains("3,000");
    }

    @Test
    void doesNothingTheSecondTimeWhenACrashCameBeforeTheSpoolForgot() throws InterruptedException {
        file("a.json", "release_package", "{\"releases\": [{\"ocid\":\"o\"}]}");
        var before = reader.take(Duration.ofSeconds(5)).orElseThrow();
        var batches = new LoadBatch(tables(), ChunkSize.DEFAULT, JsonLimits.DEFAULT);
        long collection =
                database.transaction(tx ->
                        new Collections()
                                .idOf(tx, KEY, new Collections.Defaults(false, false, "1.1")));
        var loading =
                List.of(
                        new Loading(
                                before,
                                SpooledSubmission.read(before.submission().fields()),
                                collection));
        database.transaction(tx -> batches.store(tx, loading));
        reader.close();
        reader = SpoolReader.open(folder, LIMITS, InstantSource.system());

        load();

        assertThat(number("select count(*) as n from release")).isEqualTo(1);
        assertThat(number("select count(*) as n from intake_receipt")).isEqualTo(1);
        assertThat(reader.status().pending()).isZero();
    }

    @Test
    void setsAsideWhatCannotBeLoadedAndLoadsTheRest() throws InterruptedException {
        writer.append(
                new Submission(
                        KEY.text(),
                        "from the future",
                        false,
                        java.util.Map.of("kind", "unheard of")));
        file("a.json", "release_package", "{\"releases\": [{\"ocid\":\"o\"}]}");
        var load = load(LoadLimits.of(1, JsonLimits.DEFAULT), tables());

        while (load.runOnce()) {}

        assertThat(number("select count(*) as n from release")).isEqualTo(1);
        assertThat(reader.status().setAside()).isEqualTo(1);
    }

    @Test
    void loadsTheSameDocumentsFromManyThreadsWithoutDoublingThem() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            file(
                    "f%d.json".formatted(i),
                    "release_package",
                    "{\"releases\": [" + releases(0, 50) + "]}");
        }
        var load = load(limits(new ChunkSize(20, 1 << 20)), tables());
        var threads =
                IntStream.range(0, 3)
                        .mapToObj(_ -> Thread.ofPlatform().start(() -> runUntilEmpty(load)))
                        .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(number("select count(*) as n from release")).isEqualTo(2000);
        assertThat(number("select count(*) as n from data")).isEqualTo(50);
        assertThat(
                        number(
                                "select count(*) as n from intake_receipt where outcome = 'stored' and documents = 50"))
                .isEqualTo(40);
    }

    @Test
    void takesFewerTogetherWhereTheyTakeLongerThanTheyShould() {
        for (int i = 0; i < 60; i++) {
            file("%d.json".formatted(i), "release_package", "{\"releases\":[]}");
        }
        var together = new ArrayList<Integer>();
        var limits = limits(ChunkSize.DEFAULT);
        var impatient =
                new LoadLimits(
                        limits.tries(),
                        32,
                        limits.batchBytes(),
                        Duration.ofNanos(1),
                        limits.patience(),
                        limits.firstPause(),
                        limits.longestPause(),
                        limits.chunk(),
                        limits.json());

        runUntilEmpty(
                new Load(
                        reader,
                        database,
                        tables(),
                        new Collections.Defaults(false, false, "1.1"),
                        impatient,
                        new LoadObserver() {
                            @Override
                            public void loaded(
                                    int entries, long documents, long bytes, Duration time) {
                                together.add(entries);
                            }
                        }));

        assertThat(together).startsWith(8, 4, 2, 2);
        assertThat(number("select count(*) as n from collection_file")).isEqualTo(60);
    }

    @Test
    void waitsWhileTheTablesAreNotOfItsVersionAndWhileAMigrationNeedsQuiet() throws Exception {
        file("a.json", "release_package", "{\"releases\":[{\"ocid\":\"o\"}]}");
        var held = new AtomicReference<>(Optional.of("the tables are of another version"));
        var reasons = new CopyOnWriteArrayList<String>();
        var gated = load(limits(ChunkSize.DEFAULT), held::get, reasons::add);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var loading = threads.submit(gated::runOnce);
            await().until(() -> reasons.contains("the tables are of another version"));
            database.session(session -> {
                session.query("select pg_advisory_lock(?)", row -> true, AdvisoryLocks.WORK);
                held.set(Optional.empty());
                await().until(() -> reasons.getLast().contains("stand still"));
                assertThat(number("select count(*) as n from release")).isZero();
                return true;
            });
            assertThat(loading.get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(number("select count(*) as n from release")).isEqualTo(1);
    }

    @Test
    void goesOnSoonHoweverOftenItWasAskedToStandStill() throws Exception {
        file("a.json", "release_package", "{\"releases\":[{\"ocid\":\"o\"}]}");
        var waits = new AtomicInteger();
        var asked =
                load(
                        limits(Duration.ofMillis(10), Duration.ofHours(1)),
                        Optional::empty,
                        _ -> waits.incrementAndGet());
        try (var threads = Executors.newSingleThreadExecutor()) {
            var loading =
                    database.session(session -> {
                        session.query(
                                "select pg_advisory_lock(?)", row -> true, AdvisoryLocks.WORK);
                        var started = threads.submit(asked::runOnce);
                        await().until(() -> waits.get() > 20);
                        return started;
                    });
            assertThat(loading.get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(number("select count(*) as n from release")).isEqualTo(1);
    }

    private Load load(
            LoadLimits limits, Supplier<Optional<String>> held, Consumer<String> waiting) {
        return new Load(
                reader,
                database,
                tables(),
                new Collections.Defaults(false, false, "1.1"),
                limits,
                new LoadObserver() {
                    @Override
                    public void waiting(RuntimeException reason) {
                        waiting.accept(String.valueOf(reason.getMessage()));
                    }
                },
                _ -> held.get());
    }

    private static void runUntilEmpty(Load load) {
        try {
            while (load.runOnce()) {}
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String releases(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("{\"ocid\":\"o%d\"}"::formatted)
                .collect(Collectors.joining(","));
    }

    private static String random(int length) {
        return new java.util.Random(7)
                .ints(length, 'a', 'z' + 1)
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
    }

    private Receipt file(String name, String dataType, String json) {
        return submit(
                new FileSubmission(
                        KEY, "1.1", name, "https://example.org/" + name, dataType, "utf-8", ""),
                json.getBytes(UTF_8));
    }

    private Receipt item(String name, int number, String json) {
        return submit(
                new ItemSubmission(KEY, "1.1", name, "", "release_package", number, ""),
                json.getBytes(UTF_8));
    }

    private Receipt submit(SpooledSubmission submission, byte[] content) {
        try (var body = writer.newBody()) {
            body.write(content, 0, content.length);
            return writer.append(
                    new Submission(
                            submission.collection().text(),
                            submission.label(),
                            submission.closing(),
                            submission.fields()),
                    body);
        }
    }

    private void load() {
        load(ChunkSize.DEFAULT);
    }

    private void load(ChunkSize chunk) {
        runUntilEmpty(load(limits(chunk), tables()));
    }

    private Load load(LoadLimits limits, LoadTables tables) {
        return new Load(
                reader,
                database,
                tables,
                new Collections.Defaults(false, false, "1.1"),
                limits,
                LoadObserver.NONE);
    }

    private static LoadLimits limits(ChunkSize chunk) {
        var limits = LoadLimits.of(3, JsonLimits.DEFAULT);
        return new LoadLimits(
                limits.tries(),
                limits.batchEntries(),
                limits.batchBytes(),
                limits.batchTime(),
                Duration.ofMillis(200),
                limits.firstPause(),
                limits.longestPause(),
                chunk,
                limits.json());
    }

    private static LoadLimits limits(Duration firstPause, Duration longestPause) {
        var limits = limits(ChunkSize.DEFAULT);
        return new LoadLimits(
                limits.tries(),
                limits.batchEntries(),
                limits.batchBytes(),
                limits.batchTime(),
                limits.patience(),
                firstPause,
                longestPause,
                limits.chunk(),
                limits.json());
    }

    private static LoadTables tables() {
        return new LoadTables(
                new Collections(),
                new CollectionNotes(),
                new CollectionFiles(),
                new CollectionFileItems(),
                new IntakeReceipts(),
                Documents.ofData(),
                Documents.ofPackageData(),
                new Contents());
    }

    private List<String> rows(String sql) {
        return database.transaction(tx -> tx.query(sql, row -> row.text("row")));
    }

    private long number(String sql) {
        return database.transaction(tx -> tx.queryOne(sql, row -> row.longValue("n")))
                .orElseThrow();
    }

    private static String md5(String text) {
        return org.kingfisherprocess.ocds.json.CanonicalJson.of(text).md5();
    }
}
