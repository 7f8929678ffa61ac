package org.kingfisherprocess.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.cli.CommandLineInterface;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.testing.TestDatabases;

/// The command `locks` among sessions that are in each other's way.
@SuppressWarnings("NullAway.Init")
final class LocksCommandTest {
    @TempDir private Path home;

    private final PrintStream realOutput = System.out;
    private final PrintStream realErrors = System.err;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Thread> waiters = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private DatabaseSettings settings;

    private record Ended(int code, String output, String errors) {}

    @BeforeEach
    void configure() throws SQLException {
        settings = TestDatabases.migrated();
        environment.put(
                "KINGFISHER_PROCESS_DB_URI",
                settings.url()
                        .replace("jdbc:", "")
                        .replace("//", "//%s:%s@".formatted(settings.user(), settings.password())));
        environment.put("KINGFISHER_PROCESS_DATA_DIR", home.resolve("data").toString());
    }

    @AfterEach
    void endAll() throws Exception {
        System.setOut(realOutput);
        System.setErr(realErrors);
        for (var connection : connections) {
            connection.abort(Runnable::run);
        }
        for (var waiter : waiters) {
            waiter.join();
        }
    }

    @Test
    void showsNobodyWhereNobodyWaits() {
        assertThat(run("locks")).isEqualTo(new Ended(0, "Nobody waits for anybody.\n", ""));
        assertThat(run("locks", "--json").output()).isEqualTo("[]\n");
        assertThat(run("locks", "--cancel-blockers-of", "collection", "--yes").output())
                .isEqualTo("Nobody is in the way of collection.\n");
    }

    @Test
    void showsAChainAsATreeAndAsJson() throws SQLException {
        lock("somebody's psql");
        waiting("alter table collection add toy integer", "migration");
        waiting("select count(*) from collection", "report");

        var shown = run("locks").output();

        assertThat(shown.lines()).hasSize(3);
        assertThat(shown).contains("somebody's psql", "└─ process", "   └─ process");
        assertThat(run("locks", "--json").output())
                .contains(
                        "\"state\":\"idle in transaction\"",
                        "\"mode\":\"AccessExclusiveLock\"",
                        "\"table\":\"collection\"",
                        "\"queued\":true");
        assertThat(run("locks", "--older-than", "1h").output())
                .isEqualTo("Nobody waits for anybody.\n");
    }

    @Test
    void endsWhoIsInTheWayOfATableOnlyAfterAYes() throws SQLException {
        lock("somebody's psql");
        waiting("alter table collection add toy integer", "migration");

        var refused = run("locks", "--cancel-blockers-of", "collection");
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.output()).contains("left alone", "--yes");

        var ended = run("locks", "--cancel-blockers-of", "collection", "--yes");
        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("terminated process", "idle in transaction", "cancelling frees nothing");
        await().until(() -> run("locks").output().startsWith("Nobody"));
    }

    @Test
    void endsOneByItsNumberAndSaysHowInJson() throws SQLException {
        int pid = lock("somebody's psql");

        assertThat(run("locks", "--cancel", "" + pid, "--older-than", "1h").errors())
                .contains("younger");
        assertThat(run("locks", "--cancel", "" + pid, "--yes", "--json").output())
                .contains("\"outcome\":\"terminated\"");
        assertThat(run("locks", "--cancel", "" + pid, "--yes").errors())
                .contains("no session with the process id " + pid);
    }

    @Test
    void sparesThoseOnTheListAndItsOwnUnlessTold() throws SQLException {
        int dump = lock("pg_dump");
        int loader = lock("kingfisher-process");

        assertThat(run("locks", "--cancel", "" + dump, "--yes", "--include-own").output())
                .contains("pg_dump is in the list");
        assertThat(run("locks", "--cancel", "" + loader, "--yes"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(5))
                .satisfies(ended -> assertThat(ended.output()).contains("--include-own"));
        assertThat(run("locks", "--cancel", "" + loader, "--yes", "--include-own").code()).isZero();
        environment.put("KINGFISHER_PROCESS_NEVER_CANCEL", "nobody");
        assertThat(run("locks", "--cancel", "" + dump, "--yes").code()).isZero();
    }

    @Test
    void takesOneActionAtATime() {
        assertThat(run("locks", "--watch", "--cancel", "1").code()).isEqualTo(2);
        assertThat(run("locks", "--older-than", "soon").errors()).contains("is not a time");
    }

    private int lock(String application) throws SQLException {
        var connection = connect(application);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("lock table collection in row exclusive mode");
            try (var result = statement.executeQuery("select pg_backend_pid()")) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    /// Runs a statement that has to wait, and returns once it does.
    private void waiting(String sql, String application) throws SQLException {
        var connection = connect(application);
        waiters.add(
                Thread.ofPlatform()
                        .start(() -> {
                            try (var statement = connection.createStatement()) {
                                statement.execute(sql);
                            } catch (SQLException _) {
                                // ended with the test
                            }
                        }));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> run("locks").output().contains(application));
    }

    private Connection connect(String application) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", application);
        var connection = DriverManager.getConnection(settings.url(), properties);
        connections.add(connection);
        return connection;
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
