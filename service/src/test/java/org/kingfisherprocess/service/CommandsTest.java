package org.kingfisherprocess.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.cli.CommandLineInterface;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.spool.Submission;
import org.kingfisherprocess.service.testing.TestDatabases;

/// Commands as a person runs them, without a server: what they print, and how they end.
final class CommandsTest {
    private static final Path SAMPLES = Path.of("..", "samples");

    @TempDir private Path home;

    private final PrintStream realOutput = System.out;
    private final PrintStream realErrors = System.err;
    private Map<String, String> environment = Map.of();

    private record Ended(int code, String output, String errors) {}

    @BeforeEach
    void configure() {
        var database = TestDatabases.migrated();
        var uri =
                database.url()
                        .replace("jdbc:", "")
                        .replace("//", "//%s:%s@".formatted(database.user(), database.password()));
        environment =
                Map.of(
                        "KINGFISHER_PROCESS_DB_URI",
                        uri,
                        "KINGFISHER_PROCESS_DATA_DIR",
                        home.resolve("data").toString());
    }

    @AfterEach
    void restore() {
        System.setOut(realOutput);
        System.setErr(realErrors);
    }

    @Test
    void loadsAFolderAndTellsWhatIsThere() {
        assertThat(run("new-collection", "example", "2026-01-31 10:00:00").output())
                .isEqualTo("1\n");

        var loaded =
                run("local-load", "1", SAMPLES.resolve("releases").toString(), "release_package");

        assertThat(loaded.code()).isZero();
        assertThat(loaded.output()).contains("2 files: 2 stored", "30 documents");
        assertThat(run("list-collections", "--json").output())
                .contains(
                        "\"source\":\"example\"",
                        "\"files\":2",
                        "\"releases\":30",
                        "\"sample\":false");
        assertThat(run("collection-status", "1").output())
                .containsPattern("store ended +20")
                .contains("releases");
        assertThat(run("audit", "--deep"))
                .isEqualTo(
                        new Ended(
                                0,
                                """
                                collection                   acknowledged  stored  duplicates  waiting  set aside  discarded  lost
                                example 2026-01-31 10:00:00  3             3       0           0        0          0          0
                                3 acknowledged: 3 stored, 0 duplicates, 0 waiting, 0 set aside, 0 discarded; 0 lost, 0 doubled, 0 half
                                """,
                                ""));
    }

    @Test
    void leavesFilesAloneThatAreThereAlready() {
        run("new-collection", "example", "2026-01-31 10:00:00");
        run(
                "local-load",
                "1",
                SAMPLES.resolve("records").toString(),
                "record_package",
                "--keep-collection-store-open");

        var again = run("local-load", "1", SAMPLES.resolve("records").toString(), "record_package");

        assertThat(again.output()).contains("1 files: 0 stored, 1 were there already");
        assertThat(run("list-collections", "--json").output()).contains("\"records\":3");
    }

    @Test
    void endsAStoreOnce() {
        run("new-collection", "example", "2026-01-31 10:00:00", "--sample");

        assertThat(run("end-collection-store", "1").output()).contains("has ended");
        assertThat(run("end-collection-store", "1").output()).contains("already");
    }

    @Test
    void keepsNotes() {
        run("new-collection", "example", "2026-01-31 10:00:00");

        run("new-collection-note", "1", "crawled again");

        assertThat(run("collection-status", "1").output()).contains("INFO", "crawled again");
    }

    @Test
    void refusesWhatIsNotThereAndSaysWhatToDo() {
        assertThat(run("collection-status", "7"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(5))
                .satisfies(ended ->
                        assertThat(ended.errors()).contains("no collection 7", "list-collections"));
        assertThat(run("local-load", "1", ".", "poem").errors())
                .contains("poem", "release_package");
        assertThat(run("new-collection", "example", "yesterday").errors())
                .contains("collection_data_version");
        assertThat(run("spool", "show", "x").errors()).contains("is not a receipt");
        assertThat(run("new-collection").code()).isEqualTo(2);
    }

    @Test
    void refusesTheSameCollectionTwice() {
        run("new-collection", "example", "2026-01-31 10:00:00");

        assertThat(run("new-collection", "example", "2026-01-31-10-00-00").errors())
                .contains("collection 1 has this");
    }

    @Test
    void tellsAWrongConfiguration() {
        environment = Map.of("KINGFISHER_PROCESS_LISTEN", "nowhere");

        assertThat(run("list-collections"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(3))
                .satisfies(
                        ended -> assertThat(ended.errors()).contains("KINGFISHER_PROCESS_LISTEN"));
    }

    @Test
    void tellsAnAbsentPostgresql() {
        environment =
                Map.of(
                        "KINGFISHER_PROCESS_DB_URI",
                        "postgresql://a:b@127.0.0.1:1/c",
                        "KINGFISHER_PROCESS_DATA_DIR",
                        home.toString());

        assertThat(run("list-collections").code()).isEqualTo(4);
    }

    @Test
    void deletesAllDataOnlyAfterConfirmation() {
        run("new-collection", "example", "2026-01-31 10:00:00");

        var refused = run("upgrade-database", "--deletefirst", "--confirm", "other");
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.errors()).contains("nothing was deleted");

        var name =
                environment.getOrDefault("KINGFISHER_PROCESS_DB_URI", "").replaceFirst(".*/", "");
        assertThat(run("upgrade-database", "--deletefirst", "--confirm", name).output())
                .contains("deleted all data");
        assertThat(run("list-collections", "--json").output()).isEqualTo("[]\n");
    }

    @Test
    void findsWhatTheDatabaseHasLost() throws Exception {
        run("new-collection", "example", "2026-01-31 10:00:00");
        run("local-load", "1", SAMPLES.resolve("releases").toString(), "release_package");
        sql("delete from intake_receipt where label = '2026-01.json'");
        sql(
                "delete from release where id = (select max(r.id) from release r join collection_file f"
                        + " on f.id = r.collection_file_id where f.filename <> '2026-01.json')");

        var audit = run("audit", "--deep", "--json");

        assertThat(audit.code()).isEqualTo(1);
        assertThat(audit.output())
                .contains("\"clean\":false", "\"label\":\"2026-01.json\"", "\"half\":[{");
    }

    @Test
    void showsRetriesAndDiscardsWhatWasSetAside() {
        var wiring = wiring();
        try (var spool = wiring.openSpool()) {
            spool.append(
                    new Submission(
                            "example 2026-01-31 10:00:00",
                            "odd",
                            false,
                            Map.of("kind", "unheard of")));
        }
        try (var reader = wiring.openSpoolReader()) {
            reader.setAside(
                    reader.take(java.time.Duration.ofSeconds(5)).orElseThrow(),
                    "nobody knows this kind");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }

        var listed = run("spool", "list", "--set-aside");
        assertThat(listed.output()).contains("odd", "nobody knows this kind");
        var receipt =
                listed.output().lines().skip(1).findFirst().orElseThrow().replaceFirst(" .*", "");
        assertThat(run("spool", "show", receipt).output()).contains("unheard of");
        assertThat(run("spool", "discard", receipt).errors()).contains("nothing was deleted");
        assertThat(run("spool", "discard", receipt, "--yes").code()).isZero();
        assertThat(run("spool", "retry", receipt).code()).isEqualTo(5);
        assertThat(run("audit").output()).contains("1 discarded; 0 lost");
        assertThat(run("spool", "status", "--json").output()).contains("\"set_aside\":0");
    }

    @Test
    void hidesSecretsInTheConfiguration() {
        assertThat(run("config", "show").output())
                .containsPattern("KINGFISHER_PROCESS_DB_URI +\\(hidden\\) +environment")
                .containsPattern("KINGFISHER_PROCESS_LISTEN +127.0.0.1:5000 +default");
    }

    @Test
    void compilesUpgradesSplitsAndPackagesFiles() throws Exception {
        var package1 = SAMPLES.resolve("releases/2026-01.json").toString();

        assertThat(run("ocds", "detect-format", package1).output()).contains("release package");
        assertThat(run("ocds", "compile", package1).output().lines())
                .hasSize(5)
                .allMatch(line -> line.contains("\"compiled\""));
        assertThat(run("ocds", "compile", "--versioned", package1).output())
                .contains("\"releaseTag\"");
        assertThat(run("ocds", "compile", "--package", "--linked", package1).output())
                .contains(
                        "\"records\":[",
                        "\"url\":\"https://example.org/2026-01.json#ocds-a1b2c3-0001-1\"");
        var split = run("ocds", "split", "--size", "4", package1).output();
        assertThat(split.lines()).hasSize(4);
        var parts = Files.writeString(home.resolve("parts.jsonl"), split);
        assertThat(run("ocds", "package", parts.toString()).output().split("\"ocid\"", -1))
                .hasSize(16);
        assertThat(run("ocds", "upgrade", package1).output().lines()).hasSize(1);
        assertThat(run("ocds", "compile", "absent.json").errors())
                .contains("there is no file absent.json");
    }

    private void sql(String statement) throws Exception {
        wiring().withDatabase(database -> database.transaction(tx -> tx.execute(statement)));
    }

    private Wiring wiring() {
        return new Wiring(new SettingsReader(environment, home));
    }

    @Test
    void deletesAMarkedCollectionAndAcknowledgesWhatComesTooLate() {
        run("new-collection", "example", "2026-01-31 10:00:00");
        run("local-load", "1", SAMPLES.resolve("releases").toString(), "release_package");

        assertThat(run("delete-collection", "1", "--forget").errors())
                .contains("confirm with --yes");
        assertThat(run("delete-collection", "1", "--json").output())
                .isEqualTo("{\"marked\":[1]}\n");
        assertThat(run("local-load", "1", SAMPLES.toString(), "release_package").code())
                .isEqualTo(5);
        assertThat(run("delete-collections", "--json").output())
                .isEqualTo(
                        "[{\"collection\":1,\"wiped\":true,\"releases\":30,\"records\":0,\"compiled_releases\":0,"
                                + "\"files\":2,\"documents\":32}]\n");
        assertThat(run("delete-collections").output())
                .isEqualTo("No collection is marked as deleted.\n");
        assertThat(run("delete-collection", "1", "--yes").errors()).contains("deleted already");
        assertThat(run("audit", "--deep").code()).isZero();
    }

    @Test
    void freesASourceAndDataVersionAsVersion2Does() {
        run("new-collection", "example", "2026-01-31 10:00:00");

        assertThat(run("deletecollection", "1", "-f").code()).isZero();
        assertThat(run("delete-collections").code()).isZero();

        assertThat(run("list-collections", "--json").output()).isEqualTo("[]\n");
    }

    @Test
    void cancelsACollectionInBothSpellings() {
        run("new-collection", "example", "2026-01-31 10:00:00");

        assertThat(run("cancelcollection", "1").output()).isEqualTo("Cancelled: 1.\n");
        assertThat(run("cancel-collection", "1", "--json").output())
                .isEqualTo("{\"cancelled\":[]}\n");
        assertThat(run("delete-collections").output())
                .isEqualTo("No collection is marked as deleted.\n");
        assertThat(run("cancel-collection", "2").code()).isEqualTo(5);
    }

    @Test
    void saysWhatRetentionWouldDeleteAndMarksItWhenToldTo() {
        assertThat(run("retention", "--dry-run").output())
                .isEqualTo("0 collections would go; nothing was changed.\n");
        assertThat(run("retention", "--json").output()).isEqualTo("[]\n");
    }

    @Test
    void deletesOrphansWhenThatIsConfirmed() {
        assertThat(run("delete-orphan").code()).isEqualTo(5);
        assertThat(run("deleteorphan", "-f").output()).startsWith("Deleted 0 documents");
    }

    @Test
    void listsSchedulesAndRunsThemAtOnce() {
        assertThat(run("schedules", "--json").output())
                .contains("\"name\":\"retention\"", "\"when\":\"daily at 02:30 UTC\"");
        assertThat(run("schedules", "run", "retention").output())
                .startsWith("0 collections would go");
        assertThat(run("schedules", "run", "delete-collections", "--json").output())
                .contains("\"failed\":false");
        assertThat(run("schedules", "run", "prune-journal").output()).isEqualTo("0 days pruned\n");
        assertThat(run("schedules", "run", "update-collection-caches").output())
                .isEqualTo("0 collections counted\n");
        assertThat(run("schedules").output()).contains("0 collections would go");
        assertThat(run("schedules", "run", "tea").errors()).contains("there is no job tea");
    }

    @Test
    void pausesAndResumesWorkers() {
        assertThat(run("workers", "pause", "--reason", "a test", "--wait").output())
                .startsWith("Paused; 0 steps");
        assertThat(run("workers", "list").output()).contains("(a test)");
        assertThat(run("workers", "list", "--json").output())
                .contains("\"reason\":\"a test\"", "\"workers\":[]");
        assertThat(run("workers", "resume").output()).isEqualTo("Steps go on.\n");
        assertThat(run("workers", "resume", "--json").output()).contains("\"was_paused\":false");
    }

    private Ended run(String... arguments) {
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, UTF_8));
        System.setErr(new PrintStream(errors, true, UTF_8));
        int code = CommandLineInterface.run(wiring(), List.of(arguments).toArray(String[]::new));
        return new Ended(code, output.toString(UTF_8), errors.toString(UTF_8));
    }
}
