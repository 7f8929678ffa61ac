package org.kingfisherprocess.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.service.cli.CommandLineInterface;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.testing.TestDatabases;

/// The commands that load, transform, close and reopen collections, without a server.
final class StepsCommandsTest {
    private static final String RELEASES =
            """
            {"releases": [{"ocid": "o1", "id": "%d", "date": "2026-01-%02dT00:00:00Z", "buyer": {"name": "City"}}]}
            """;

    @TempDir private Path home;

    private final PrintStream realOutput = System.out;
    private final PrintStream realErrors = System.err;
    private final Map<String, String> more = new HashMap<>();
    private DatabaseSettings database;

    private record Ended(int code, String output, String errors) {}

    @BeforeEach
    void configure() throws IOException {
        database = TestDatabases.migrated();
        Files.createDirectory(home.resolve("files"));
        Files.writeString(home.resolve("files/a.json"), RELEASES.formatted(1, 1));
    }

    @AfterEach
    void restore() {
        System.setOut(realOutput);
        System.setErr(realErrors);
    }

    private Ended run(String... arguments) {
        var uri =
                database.url()
                        .replace("jdbc:", "")
                        .replace("//", "//%s:%s@".formatted(database.user(), database.password()));
        var environment =
                new HashMap<>(
                        Map.of(
                                "KINGFISHER_PROCESS_DB_URI",
                                uri,
                                "KINGFISHER_PROCESS_DATA_DIR",
                                home.resolve("data").toString()));
        environment.putAll(more);
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, UTF_8));
        System.setErr(new PrintStream(errors, true, UTF_8));
        try {
            int code =
                    CommandLineInterface.run(
                            new Wiring(new SettingsReader(environment, home)), arguments);
            return new Ended(code, output.toString(UTF_8), errors.toString(UTF_8));
        } finally {
            restore();
        }
    }

    private String path(String name) {
        return home.resolve(name).toString();
    }

    @Test
    void loadsUpgradesCompilesAndCompletesACollectionWithoutAServer() {
        var loaded = run("load", "-s", "example", "-u", "-c", "-n", "Why not", path("files"));
        assertThat(loaded.output()).contains("Collection 1: 1 files: 1 stored");
        assertThat(loaded.code()).isZero();

        run("workers", "pause", "--reason", "a test");
        assertThat(run("collection-status", "3").output())
                .containsPattern("workers +paused by .*: a test; `workers resume`")
                .containsPattern("compiled +not yet: 1 steps are left of collection 2");
        run("workers", "resume");
        assertThat(run("collection-status", "3").output())
                .containsPattern("not complete, since +.*1 steps are left of collection 2")
                .containsPattern("steps left *\n");
        assertThat(run("steps", "list", "--json").output())
                .contains("\"name\":\"UPGRADE\"", "\"name\":\"FINISH\"");
        assertThat(run("transform-collections").output()).contains("steps done.");

        var status = run("collectionstatus", "1").output();
        assertThat(status)
                .containsPattern("completed +20")
                .containsPattern("format +release package")
                .containsPattern("workers +none: ")
                .containsPattern(
                        "made of it +2 \\(upgrade-1-0-to-1-1\\): complete; 3 \\(compile-releases\\): complete")
                .contains("Why not");
        assertThat(run("collection-status", "3").output())
                .containsPattern("compiled releases +1")
                .containsPattern("compiled +done")
                .containsPattern("completed +20");
        assertThat(run("steps", "list", "--json").output()).isEqualTo("[]\n");
    }

    @Test
    void marksCollectionsToBeCheckedAndSaysThatNothingIsCheckedYet() {
        run("new-collection", "example", "2026-01-31 10:00:00");

        assertThat(run("check-collections", "--runforseconds", "5").output())
                .startsWith("0 collections are to be checked. Nothing is checked yet");
        for (var spelling : List.of("check-collection", "add-checks", "addchecks")) {
            assertThat(run(spelling, "1").output())
                    .startsWith("Collection 1 is to be checked. Nothing is checked yet");
        }
        assertThat(run("check-collections").output()).startsWith("1 collections");
        assertThat(run("check-collection", "7").code()).isEqualTo(5);
    }

    @Test
    void compilesWhatIsLoadedByHandWhereTheStandardPipelineIsOn() {
        more.put("KINGFISHER_PROCESS_STANDARD_PIPELINE", "true");

        run("load", "-s", "example", path("files"));

        assertThat(run("list-collections", "--json").output()).contains("compile-releases");
        assertThat(run("check-collections").output()).startsWith("1 collections");
    }

    @Test
    void asksScrapydWhetherThereIsSuchASpider() throws IOException {
        var scrapyd =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        scrapyd.createContext(
                "/listspiders.json",
                exchange -> {
                    var answer =
                            "{\"status\": \"ok\", \"spiders\": [\"france\", \"example\"]}"
                                    .getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        scrapyd.start();
        more.put(
                "KINGFISHER_PROCESS_SCRAPYD_URL",
                "http://127.0.0.1:" + scrapyd.getAddress().getPort());
        try {
            assertThat(run("load", "-s", "frence", path("files")).errors())
                    .contains("no spider frence, did you mean france?");
            assertThat(run("load", "-s", "something_else", path("files")).errors())
                    .contains("no spider something_else; -f takes it");
            assertThat(run("load", "-s", "france", path("files")).code()).isZero();
            assertThat(run("load", "-s", "frence", "-f", path("files")).code()).isZero();
        } finally {
            scrapyd.stop(0);
        }
        assertThat(run("load", "-s", "unasked", path("files")).errors())
                .contains("whether there is a spider unasked is not known");
    }

    @Test
    void addsFilesToAReopenedCollectionAndCompilesWhatHasChanged() throws IOException {
        run("load", "-s", "example", "-c", path("files"));
        run("transform-collections");
        Files.writeString(home.resolve("b.json"), RELEASES.formatted(2, 7));

        var refused = run("addfiles", "1", path("b.json"));
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.errors()).contains("`reopen-collection 1`");

        assertThat(run("reopen-collection", "1").code()).isZero();
        assertThat(run("collection-status", "1").output())
                .contains("collection 1 is open: it is closed when its crawl ends, or by");
        assertThat(run("add-files", "1", path("b.json")).output()).contains("1 stored");
        assertThat(run("closecollection", "1").code()).isZero();
        assertThat(run("transform-collection", "2").output()).contains("it is complete.");
        assertThat(compiledDate()).isEqualTo("2026-01-07T00:00:00Z");
    }

    private String compiledDate() {
        try (var open = Database.open(database)) {
            return open.transaction(tx ->
                            tx.queryOne(
                                    "select release_date from compiled_release",
                                    row -> row.text("release_date")))
                    .orElseThrow();
        }
    }

    @Test
    void makesDerivedCollectionsOfOneThatIsThereAlready() {
        run("load", "-s", "example", path("files"));

        assertThat(run("new-transform-upgrade-1-0-to-1-1", "1").output()).isEqualTo("2\n");
        assertThat(run("new-transform-compile-releases", "2").output()).isEqualTo("3\n");
        assertThat(run("new-transform-compile-releases", "2").errors())
                .contains("collection 3 is made of it");
        assertThat(run("new-transform-compile-releases", "3").code()).isEqualTo(5);
        assertThat(run("transform-collections", "--threads", "1").code()).isZero();
        assertThat(run("collection-status", "3").output())
                .containsPattern("compiled releases +1")
                .containsPattern("completed +20");
    }

    @Test
    void saysWhatCompletesACollectionAndDoesWithoutMissingFiles() {
        run("load", "-s", "example", "-k", path("files"));
        try (var open = Database.open(database)) {
            open.run(tx -> tx.execute("update collection set expected_files_count = 3"));
        }
        run("close-collection", "1");
        run("transform-collections");
        assertThat(run("collection-status", "1").output())
                .contains("only 1 of the 3 files", "`close-collection 1 --as-it-is`");

        assertThat(run("close-collection", "1", "--as-it-is").code()).isZero();
        run("transform-collections");

        assertThat(run("collection-status", "1").output()).containsPattern("completed +20");
    }

    @Test
    void recordsAFileThatIsNothingOfOcds() throws IOException {
        Files.writeString(home.resolve("files/b.json"), "{\"a\": 1}");

        var loaded = run("load", "-s", "example", path("files"));

        assertThat(loaded.output()).contains("2 files: 2 stored", "1 of the files have errors");
        assertThat(loaded.errors()).contains("b.json cannot be loaded");
    }

    @Test
    void showsAndRetriesAStepThatWasSetAside() {
        run("load", "-s", "example", "-k", path("files"));
        try (var open = Database.open(database)) {
            open.run(tx ->
                    tx.execute(
                            "insert into processing_step (id, name, collection_id, tries, error, set_aside_at) values (77, 'UPGRADE', 1, 5, 'too odd', now())"));
        }

        assertThat(run("steps", "list", "--set-aside").output()).contains("77", "too odd");
        assertThat(run("steps", "show", "77").output()).containsPattern("error +too odd");
        assertThat(run("steps", "retry", "77").output()).contains("1 steps will be tried again");
        assertThat(run("steps", "list", "--set-aside", "--json").output()).isEqualTo("[]\n");
        assertThat(run("steps", "show", "78").code()).isEqualTo(5);
        assertThat(run("steps", "retry").code()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"process-redis-queue", "process-redis-queue-collection-store-finished"})
    void answersCrontabsOfVersion1ThatWorkersRunInside(String command) {
        var answer = run(command, "--runforseconds", "3540");

        assertThat(answer.code()).isZero();
        assertThat(answer.errors()).contains("serve");
    }

    @Test
    void countsIntoTheCachedColumns() {
        run("load", "-s", "example", path("files"));

        assertThat(run("update-collection-caches").output()).contains("1 collections");
        try (var open = Database.open(database)) {
            long cached =
                    open.transaction(tx ->
                                    tx.queryOne(
                                            "select cached_releases_count as n from collection",
                                            row -> row.longValue("n")))
                            .orElseThrow();
            assertThat(cached).isOne();
        }
    }
}
