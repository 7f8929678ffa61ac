package org.kingfisherprocess.service.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.testing.TestDatabases;

@SuppressWarnings("NullAway.Init")
final class EmbeddedPostgresTest {
    private EmbeddedSettings settings;

    @TempDir private Path folder;

    private Path data;

    @BeforeEach
    void reachableFolder() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        data = folder.resolve("data folder");
        settings = EmbeddedSettings.DEFAULT.withPrograms(TestDatabases.anyPrograms());
    }

    @AfterEach
    void leaveNothingRunning() {
        var cluster = Layout.in(data).data();
        if (Files.exists(cluster)) {
            Postmaster.processesIn(cluster).forEach(ProcessHandle::destroyForcibly);
            await().until(() -> Postmaster.processesIn(cluster).isEmpty());
        }
    }

    @Test
    void isDurableClosedToOthersAndSortsByCodePoint() {
        try (var postgres = start()) {
            assertThat(show(postgres, "fsync")).isEqualTo("on");
            assertThat(show(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(show(postgres, "full_page_writes")).isEqualTo("on");
            assertThat(show(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(show(postgres, "server_encoding")).isEqualTo("UTF8");
            assertThat(
                            text(
                                    postgres.settings(),
                                    "select string_agg(x, '' order by x) as x from unnest('{a,B,é,Z}'::text[]) x"))
                    .isEqualTo("BZaé");
            assertThatThrownBy(() ->
                            text(
                                    DatabaseSettings.of(
                                            postgres.settings().url(),
                                            "kingfisher_process",
                                            "wrong"),
                                    "select 'x' as x"))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.failure()).isEqualTo(SqlFailure.AWAY));
        }
    }

    @Test
    void keepsDataPortAndPasswordFromStartToStart() throws IOException {
        DatabaseSettings first;
        try (var postgres = start()) {
            first = postgres.settings();
            execute(first, "create table kept as select 42 as answer");
            assertThat(EmbeddedPostgres.running(data)).contains(first);
        }
        assertThat(EmbeddedPostgres.running(data)).isEmpty();
        try (var postgres = start()) {
            assertThat(postgres.settings()).isEqualTo(first);
            assertThat(text(first, "select answer::text as x from kept")).isEqualTo("42");
        }
        var password = Layout.in(data).passwordFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("slow")
    void takesAnotherPortWhenTheOldOneIsTakenButNotWhenOneIsAskedFor() throws IOException {
        int port;
        try (var postgres = start()) {
            port = port(postgres);
        }
        try (var _ =
                new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            try (var postgres = start()) {
                assertThat(port(postgres)).isNotEqualTo(port);
            }
            assertThatThrownBy(() -> EmbeddedPostgres.start(data, settings.withPort(port)))
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("is taken");
        }
    }

    @Test
    void replacesAServerThatAKilledProcessLeftRunning() {
        var left = start();
        execute(left.settings(), "create table kept as select 42 as answer");
        var orphan = postmaster().pid();

        try (var postgres = start()) {
            assertThat(postmaster().pid()).isNotEqualTo(orphan);
            assertThat(text(postgres.settings(), "select answer::text as x from kept"))
                    .isEqualTo("42");
        }
    }

    @Test
    void recoversFromAKilledPostmasterWithABackendAtWork() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var postgres = start()) {
            execute(postgres.settings(), "create table kept as select 42 as answer");
            var busy =
                    threads.submit(() ->
                            text(
                                    postgres.settings(),
                                    "select count(*)::text as x from generate_series(1, 1000000000)"));
            await().until(() ->
                    text(
                                    postgres.settings(),
                                    "select count(*)::text as x from pg_stat_activity where query like '%1000000000%'")
                            .equals("2"));

            ProcessHandle.of(postmaster().pid()).orElseThrow().destroyForcibly();
            await().until(() -> !postgres.alive());
            assertThat(EmbeddedPostgres.running(data)).isEmpty();
            postgres.startAgain();

            assertThat(text(postgres.settings(), "select answer::text as x from kept"))
                    .isEqualTo("42");
            assertThatThrownBy(busy::get).hasCauseInstanceOf(DatabaseException.class);
        }
    }

    @Test
    @Tag("slow")
    void isNotKeptOutByAProcessIdThatBelongsToAnotherProgramNow() throws IOException {
        start().stop();
        var sleeper = new ProcessBuilder("sleep", "600").start();
        try {
            var stale =
                    List.of(
                            Long.toString(sleeper.pid()),
                            "/x",
                            "1",
                            "5433",
                            "",
                            "127.0.0.1",
                            "1 1",
                            "ready");
            Files.write(Layout.in(data).data().resolve("postmaster.pid"), stale);

            assertThat(EmbeddedPostgres.running(data)).isEmpty();
            start().stop();
            assertThat(sleeper.isAlive()).isTrue();
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    @Tag("slow")
    void stopsOnceAndNotInTheMiddleOfACommit() {
        var postgres = start();
        execute(postgres.settings(), "create table kept as select 42 as answer");
        postgres.stop();
        postgres.stop();

        assertThat(postgres.alive()).isFalse();
        assertThat(Postmaster.processesIn(Layout.in(data).data())).isEmpty();
    }

    @Test
    @Tag("slow")
    void makesANewPasswordWhenTheFileIsLost() throws IOException {
        start().stop();
        Files.delete(Layout.in(data).passwordFile());

        try (var postgres = start()) {
            assertThat(text(postgres.settings(), "select 'in' as x")).isEqualTo("in");
        }
    }

    @Test
    @Tag("slow")
    void beginsAnewAfterAnInitialisationThatWasCutOff() throws IOException {
        var half = Layout.in(data).unfinishedData();
        Files.createDirectories(half.resolve("base"));
        Files.writeString(half.resolve("PG_VERSION"), "18\n");

        try (var postgres = start()) {
            assertThat(text(postgres.settings(), "select 'in' as x")).isEqualTo("in");
        }
    }

    @Test
    @Tag("slow")
    void refusesAClusterOfAnotherMajorVersion() throws IOException {
        start().stop();
        Files.writeString(Layout.in(data).data().resolve("PG_VERSION"), "9\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("is of PostgreSQL 9")
                .hasMessageContaining("pg_dump");
    }

    @Test
    @Tag("slow")
    void showsTheServersOwnWordsWhenItDoesNotStart() throws IOException {
        start().stop();
        Files.setPosixFilePermissions(
                Layout.in(data).data(), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("has invalid permissions");
    }

    @Test
    @Tag("slow")
    void readsTheOperatorsOwnSettingsLast() throws IOException {
        Files.createDirectories(Layout.in(data).folder());
        Files.writeString(Layout.in(data).ownSettings(), "work_mem = '7MB'\n");

        try (var postgres =
                EmbeddedPostgres.start(
                        data, settings.withServer(Map.of("max_connections", "33")))) {
            assertThat(show(postgres, "work_mem")).isEqualTo("7MB");
            assertThat(show(postgres, "max_connections")).isEqualTo("33");
        }
    }

    @Test
    @Tag("slow")
    void worksForRootWhereNobodyCannotReach() throws IOException {
        assumeTrue(isRoot(), "only root has to give up its rights");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        start().stop();
        assertThat(Files.getAttribute(Layout.in(data).data(), "unix:uid")).isEqualTo(0);
        start().stop();
    }

    @Test
    void givesUpRootsRightsWhereItCan() throws IOException {
        assumeTrue(isRoot(), "only root has to give up its rights");

        start().stop();
        assertThat(Files.getAttribute(Layout.in(data).data(), "unix:uid")).isNotEqualTo(0);
    }

    @Test
    @Tag("slow")
    void tellsALineForTheTerminalThatConnects() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/psql")), "psql is not installed");
        try (var postgres = start()) {
            var line = postgres.psqlLine() + " -Atc 'select 6 * 7'";
            var result = Program.run(data, Duration.ofSeconds(20), List.of("sh", "-c", line));

            assertThat(result.output()).isEqualTo("42");
            assertThat(line).contains("'" + Layout.in(data).passwordFile() + "'");
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(data, settings);
    }

    private Postmaster postmaster() {
        return Postmaster.of(Layout.in(data).data()).orElseThrow();
    }

    private static int port(EmbeddedPostgres postgres) {
        return java.net.URI.create(postgres.settings().url().substring("jdbc:".length())).getPort();
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static String show(EmbeddedPostgres postgres, String setting) {
        return text(postgres.settings(), "select current_setting('" + setting + "') as x");
    }

    private static String text(DatabaseSettings settings, String query) {
        try (var database = Database.open(settings.withPoolSize(1))) {
            return database.transaction(
                    tx -> tx.queryOne(query, row -> row.text("x")).orElseThrow());
        }
    }

    private static void execute(DatabaseSettings settings, String statement) {
        try (var database = Database.open(settings.withPoolSize(1))) {
            database.run(tx -> tx.execute(statement));
        }
    }
}
