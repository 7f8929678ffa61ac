package org.kingfisherprocess.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.cli.CommandLineInterface;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.schema.SampleDatabase;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.testing.Sessions;
import org.kingfisherprocess.service.testing.TestDatabases;
import org.kingfisherprocess.service.upgrade.RunRecords;
import org.kingfisherprocess.service.upgrade.RunState;

/// The command `upgrade-database`, with its run in a process of its own.
@SuppressWarnings("NullAway.Init")
final class UpgradeCommandTest {
    private static final Duration STARTED = Duration.ofSeconds(60);

    @TempDir private Path home;

    private final PrintStream realOutput = System.out;
    private final PrintStream realErrors = System.err;
    private final Map<String, String> environment = new HashMap<>();
    private DatabaseSettings settings;
    private Sessions sessions;
    private Database database;

    private record Ended(int code, String output, String errors) {}

    @BeforeEach
    void configure() {
        settings = TestDatabases.empty();
        sessions = new Sessions(settings);
        database = Database.open(settings);
        environment.put(
                "KINGFISHER_PROCESS_DB_URI",
                settings.url()
                        .replace("jdbc:", "")
                        .replace("//", "//%s:%s@".formatted(settings.user(), settings.password())));
        environment.put("KINGFISHER_PROCESS_DATA_DIR", home.resolve("data").toString());
    }

    @AfterEach
    void endAll() throws SQLException {
        System.setOut(realOutput);
        System.setErr(realErrors);
        sessions.close();
        database.close();
    }

    @Test
    void plansThenRunsInAProcessOfItsOwnThenHasNothingToDo() {
        assertThat(run("upgrade-database", "--plan").output())
                .contains(
                        "is at version 0",
                        "Before the reload",
                        "1 v1-tables (statement)",
                        "collection");
        assertThat(run("upgrade-database", "--plan", "--json").output())
                .contains("\"from\":0", "\"phase\":\"expand\"", "\"lock\":");
        assertThat(new RunRecords(database).newest()).isEmpty();

        var ended = run("upgrade-database");

        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("upgrade run 1 by", "migrated to 1", "upgrade run 1: done");
        assertThat(ended.errors())
                .contains("upgrade run 1 writes " + home.resolve("data/upgrade.log"));
        assertThat(database.<Boolean>transaction(Schema::ready)).isTrue();
        assertThat(new RunRecords(database).newest().orElseThrow().process())
                .doesNotContain("process %d ".formatted(ProcessHandle.current().pid()));
        assertThat(run("upgrade-database").output())
                .isEqualTo(
                        "Nothing is left to do: the database is at version %d.%n"
                                .formatted(Schema.version()));
        assertThat(run("upgrade-database", "--abort", "--yes").output())
                .contains("Nothing is half done");
    }

    @Test
    void goesOnWithoutItsTerminalAndIsFoundAgain() throws SQLException {
        assertThat(run("upgrade-database", "--foreground", "--target", "2").code()).isZero();
        var reader = sessions.open("long report").does("select count(*) from collection");

        var detached = run("upgrade-database", "--detach");

        assertThat(detached.output()).contains("--attach", "--abort");
        assertThat(run("upgrade-database", "--detach").errors()).contains("goes on");
        await().atMost(STARTED)
                .until(() -> String.join("\n", state().picture()).contains("long report"));
        assertThat(run("upgrade-database", "--deletefirst", "--confirm", name()).errors())
                .contains("nothing was deleted", "goes on");
        assertThat(run("upgrade-database", "--pause").output()).contains("stands still");
        await().atMost(STARTED)
                .until(() -> String.join("\n", state().picture()).contains("paused"));
        reader.commit();
        assertThat(run("upgrade-database", "--resume").output()).contains("goes on");

        var attached = run("upgrade-database", "--attach");

        assertThat(attached.code()).isZero();
        assertThat(attached.output()).contains("paused", "resumed", "upgrade run 2: done");
    }

    @Test
    void saysThatAKilledRunIsGoneAndGoesOnWhereItWas() throws SQLException {
        assertThat(run("upgrade-database", "--foreground", "--target", "2").code()).isZero();
        var reader = sessions.open("long report").does("select count(*) from collection");
        run("upgrade-database", "--detach");

        long pid = Long.parseLong(state().process().replaceAll("process (\\d+) .*", "$1"));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        var attached = run("upgrade-database", "--attach");
        assertThat(attached.code()).isEqualTo(5);
        assertThat(attached.errors()).contains("is gone", "what it committed stays");
        reader.commit();
        assertThat(run("upgrade-database", "--cancel-blockers", "after=1s").output())
                .contains("upgrade run 3: done");
    }

    @Test
    void endsARunThatIsAborted() throws SQLException {
        assertThat(run("upgrade-database", "--foreground", "--target", "2").code()).isZero();
        sessions.open("long report").does("select count(*) from collection");
        run("upgrade-database", "--detach");

        assertThat(run("upgrade-database", "--abort").errors()).contains("confirm with --yes");
        var aborted = run("upgrade-database", "--abort", "--yes");

        assertThat(aborted.code()).isZero();
        assertThat(aborted.output()).contains("taken back");
        assertThat(new RunRecords(database).find(2).orElseThrow().outcome())
                .hasValueSatisfying(text -> assertThat(text).contains("told to stop"));
    }

    @Test
    void makesTheTablesOfVersionOneOursOnlyAfterAYes() {
        SampleDatabase.fillAsVersionOne(database, 1_000);

        assertThat(run("upgrade-database", "--plan").output())
                .contains(
                        "the tables of v1 are made ours",
                        "Before the reload",
                        "After the reload",
                        "about 1,000 rows of");
        var refused = run("upgrade-database", "--foreground");
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.errors()).contains("nothing was changed", "v1", "--yes");
        assertThat(Schema.otherOwner(database)).hasValue("v1");

        assertThat(run("upgrade-database", "--foreground", "--yes").code()).isZero();

        assertThat(Schema.otherOwner(database)).isEmpty();
        assertThat(database.<Boolean>transaction(Schema::ready)).isTrue();
        assertThat(run("upgrade-database", "--rehearse").output()).contains("nothing to rehearse");
    }

    @Test
    void letsTheReleaseBeforeGoOnWhereTheRunWasKilledBeforeItChangedAnything() {
        SampleDatabase.fillAsVersionOne(database, 10);
        run("upgrade-database", "--foreground", "--yes", "--phase", "expand");
        database.run(tx ->
                tx.execute(
                        "update kingfisher_migration set old_code_ends_at = now() where version = 3"));
        assertThat(database.transaction(Migrator::state).needs()).isEqualTo(3);

        var aborted = run("upgrade-database", "--abort", "--yes");

        assertThat(aborted.code()).isZero();
        assertThat(aborted.errors()).contains("the release before waits for: 3 both-generations");
        assertThat(database.transaction(Migrator::state).needs()).isLessThan(3);
    }

    @Test
    void refusesWhereNoRunGoesOn() {
        assertThat(run("upgrade-database", "--attach").errors()).contains("no upgrade run yet");
        assertThat(run("upgrade-database", "--pause").errors()).contains("no upgrade run goes on");
        assertThat(run("upgrade-database", "--cancel-blockers", "later").code()).isEqualTo(2);
        assertThat(run("upgrade-database", "--plan", "--attach").code()).isEqualTo(2);
    }

    private RunState state() {
        return new RunRecords(database).newest().orElseThrow();
    }

    private String name() {
        return settings.url().replaceFirst(".*/", "");
    }

    private Ended run(String... arguments) {
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, UTF_8));
        System.setErr(new PrintStream(errors, true, UTF_8));
        var wiring = new Wiring(new SettingsReader(environment, home));
        int code = CommandLineInterface.run(wiring, arguments);
        return new Ended(code, output.toString(UTF_8), errors.toString(UTF_8));
    }
}
