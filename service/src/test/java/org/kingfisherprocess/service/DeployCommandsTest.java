package org.kingfisherprocess.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.cli.CommandLineInterface;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.metrics.Metrics;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.release.ScriptedRelease;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.steps.LoadObserver;
import org.kingfisherprocess.service.testing.TestDatabases;

/// The commands `deploy …`, as a person runs them: with a server that answers and loads, releases
/// and a supervisor that are scripts, and executors that are processes.
@SuppressWarnings("NullAway.Init")
final class DeployCommandsTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @TempDir private Path temporary;

    private final PrintStream realOutput = System.out;
    private final PrintStream realErrors = System.err;
    private Path home;
    private Path install;
    private Map<String, String> environment;
    private ScriptedSupervisor supervisor;
    private Database database;
    private Metrics metrics;
    private Front front;
    private Background background;

    private record Ended(int code, String output, String errors) {}

    @BeforeEach
    void serve() throws IOException {
        home = temporary.toRealPath();
        install = home.resolve("install");
        var settings = TestDatabases.migrated();
        var listen = "127.0.0.1:" + freePort();
        environment =
                Map.of(
                        "KINGFISHER_PROCESS_DB_URI",
                        settings.url()
                                .replace("jdbc:", "")
                                .replace(
                                        "//",
                                        "//%s:%s@".formatted(settings.user(), settings.password())),
                        "KINGFISHER_PROCESS_DATA_DIR",
                        home.resolve("data").toString(),
                        "KINGFISHER_PROCESS_INSTALL_DIR",
                        install.toString(),
                        "KINGFISHER_PROCESS_LISTEN",
                        listen,
                        "KINGFISHER_PROCESS_KEEP_RELEASES",
                        "2",
                        "KINGFISHER_PROCESS_VERIFY_FOR",
                        "100ms");
        database = Database.open(settings);
        var first = release("1.0").writeTo(install.resolve("releases/1.0"));
        supervisor =
                new ScriptedSupervisor(
                        home.resolve("data"), listen, first.resolve("kingfisher-process"));
        var wiring = wiring();
        var terminal = new Terminal(quiet(), quiet(), true, false);
        var view = wiring.viewSpool();
        metrics = new Metrics("tests", view::status, InstantSource.system());
        var place = DatabasePlace.of(wiring.settings());
        front = new Front(wiring.settings(), wiring, view, metrics, place);
        front.listen();
        background =
                new Background(
                        wiring.settings(),
                        wiring,
                        terminal,
                        new Background.Observers(LoadObserver.NONE, StepObserver.NONE),
                        place,
                        DatabaseAccess::upgrade);
        background.start();
    }

    @AfterEach
    void stop() throws IOException {
        System.setOut(realOutput);
        System.setErr(realErrors);
        background.close();
        front.close();
        metrics.close();
        supervisor.close();
        database.close();
    }

    @Test
    void deploysAReleaseAndRemembersEveryStep() throws IOException {
        var ended =
                run("deploy", "run", staged("2.0", "expand", "contract"), "--yes", "--by", "alice");

        assertThat(ended.code()).isZero();
        assertThat(ended.errors())
                .contains(
                        "| migrates",
                        "done after",
                        "generation 2 took over",
                        "2.0 is ready",
                        "0 lost, 0 doubled");
        assertThat(supervisor.serving()).isEqualTo(install.resolve("releases/2.0"));
        assertThat(install.resolve("current").toRealPath()).isEqualTo(supervisor.serving());
        assertThat(calls("2.0"))
                .containsSubsequence(
                        "upgrade-database --foreground --phase expand",
                        "upgrade-database --foreground --phase breaking,contract,expand");
        assertThat(run("deploy", "history").output()).contains("alice", "1.0", "2.0", "done");
        assertThat(run("deploy", "history", "--json").output())
                .contains("\"step\":\"verify_again\"")
                .doesNotContain("\"state\":\"running\"");
        assertThat(run("deploy", "status").output()).contains("2.0").doesNotContain("alice since");
    }

    @Test
    void passesOnWhatIsToBeDoneWithSessionsInTheWay() throws IOException {
        var ended =
                run(
                        "deploy",
                        "run",
                        staged("2.0", "expand"),
                        "--yes",
                        "--cancel-blockers",
                        "after=60s");

        assertThat(ended.code()).isZero();
        assertThat(calls("2.0"))
                .contains(
                        "upgrade-database --foreground --phase expand --cancel-blockers after=60000ms");
    }

    @Test
    void namesWorkersOfOtherMachines() {
        database.run(tx ->
                tx.execute(
                        """
                        insert into worker (id, machine, process_id, release, threads, work)
                        values (gen_random_uuid(), 'elsewhere', 7, '1.0', 2, '[]')
                        """));

        assertThat(run("deploy", "plan", staged("2.0")).output())
                .contains("worker process 7 on elsewhere, of release 1.0: it goes on as it is");
        assertThat(run("deploy", "run", staged("3.0", "contract"), "--yes").errors())
                .contains(
                        "workers on other machines are not waited for",
                        "process 7 on elsewhere, of release 1.0");
    }

    @Test
    @Tag("slow")
    void leavesNothingOfAProbe() throws IOException {
        assertThat(run("deploy", "run", staged("2.0"), "--yes").code()).isZero();
        assertThat(run("deploy", "run", staged("3.0"), "--yes").code()).isZero();

        assertThat(count("intake_receipt")).isEqualTo(4);
        assertThat(count("collection")).isZero();
        assertThat(count("data")).isZero();
        assertThat(count("package_data")).isZero();
    }

    @Test
    @Tag("slow")
    void keepsReleasesThatAProcessWasStartedFrom() throws IOException {
        run("deploy", "run", staged("2.0"), "--yes");
        run("deploy", "run", staged("3.0"), "--yes");
        run("deploy", "run", staged("4.0"), "--yes");

        assertThat(run("deploy", "status", "--json").output())
                .contains("\"1.0\"", "\"3.0\"", "\"4.0\"")
                .doesNotContain("\"release\":\"2.0\"");
    }

    @Test
    void keepsTheReleaseBeforeWhereTheNewOneCannotStart() throws IOException {
        var broken = staged("2.0", "expand");
        Files.createFile(Path.of(broken).resolve("cannot-start"));

        var ended = run("deploy", "run", broken, "--yes");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).contains("a library is missing", "left out");
        assertThat(ended.output()).contains("1.0 serves again", "What its migrations added stays");
        assertThat(install.resolve("current").toRealPath().getFileName()).hasToString("1.0");
        assertThat(run("deploy", "history").output()).contains("rolled_back");
    }

    @Test
    void touchesNoCodeWhereAMigrationFails() throws IOException {
        var failing = staged("2.0", "expand");
        Files.createFile(Path.of(failing).resolve("fails"));

        var ended = run("deploy", "run", failing, "--yes");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("cannot migrate", "1.0 serves as before");
        assertThat(supervisor.generation()).isEqualTo(1);
        assertThat(install.resolve("current")).doesNotExist();
    }

    @Test
    @Tag("slow")
    void goesBackToTheReleaseBefore() throws IOException {
        assertThat(run("deploy", "rollback", "--yes").errors())
                .contains("the history does not tell which release ran before 1.0");
        run("deploy", "run", staged("2.0"), "--yes");

        var ended = run("deploy", "rollback", "--yes", "--by", "bob");

        assertThat(ended.code()).isZero();
        assertThat(supervisor.serving().getFileName()).hasToString("1.0");
        assertThat(install.resolve("current").toRealPath()).isEqualTo(supervisor.serving());
        assertThat(run("deploy", "history").output()).contains("rollback", "bob");
    }

    @Test
    @Tag("slow")
    void goesBackFromAReleaseWhoseDeploymentFailedAfterItTookOver() throws IOException {
        var failing = staged("2.0", "expand", "contract");
        Files.createFile(Path.of(failing).resolve("contract-fails"));

        var failed = run("deploy", "run", failing, "--yes");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.errors()).contains("cannot contract");
        assertThat(supervisor.serving().getFileName()).hasToString("2.0");

        assertThat(run("deploy", "rollback", "--yes").code()).isZero();
        assertThat(supervisor.serving().getFileName()).hasToString("1.0");
    }

    @Test
    void waitsForAReloadThatIsUnderWayAndSeesWhatItDid() throws Exception {
        var folder = staged("2.0");
        run("deploy", "plan", folder);
        supervisor.beginOtherReload(install.resolve("releases/2.0/kingfisher-process"));
        assertThat(run("deploy", "run", folder, "--yes", "--detach").code()).isZero();
        await().atMost(LONG_ENOUGH).until(() -> count("deployment_line") > 0);

        supervisor.finishOtherReload();
        await().atMost(LONG_ENOUGH).until(() -> state(1).equals("done"));

        assertThat(run("deploy", "attach", "1").errors())
                .contains(
                        "waits for the end of a reload that is under way",
                        "generation 2 is of 2.0 already");
        assertThat(supervisor.generation()).isEqualTo(2);
    }

    @Test
    void goesOnWithADeploymentWhoseProcessWasKilled() throws Exception {
        var hanging = staged("2.0", "expand");
        Files.createFile(Path.of(hanging).resolve("hangs"));
        killInItsMigration(hanging);

        Files.delete(install.resolve("releases/2.0/hangs"));
        var ended = run("deploy", "run");

        assertThat(ended.code()).isZero();
        assertThat(ended.errors()).contains("goes on after the process that deployed had ended");
        assertThat(state(1)).isEqualTo("done");
    }

    @Test
    void givesUpADeploymentThatItsProcessLeftAndLeavesNothingOpen() throws Exception {
        var hanging = staged("2.0", "expand");
        Files.createFile(Path.of(hanging).resolve("hangs"));
        killInItsMigration(hanging);
        assertThat(run("deploy", "status").output()).contains("left by the process");
        assertThat(run("deploy", "run", staged("3.0"), "--yes").errors())
                .contains("deployment 1 of alice is under way here");

        var ended = run("deploy", "unlock", "--force", "--by", "bob");

        Files.delete(install.resolve("releases/2.0/hangs"));
        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("deployment 1 is given up", "the deploy lock is free");
        assertThat(state(1)).isEqualTo("failed");
        assertThat(steps()).startsWith("failed: given up by bob", "left_out: ");
        assertThat(run("deploy", "run", staged("3.0"), "--yes").code()).isZero();
    }

    @Test
    void refusesToGiveUpADeploymentThatIsCarriedOut() throws Exception {
        var hanging = staged("2.0", "expand");
        Files.createFile(Path.of(hanging).resolve("hangs"));
        run("deploy", "run", hanging, "--yes", "--by", "alice", "--detach");
        await().atMost(LONG_ENOUGH).until(() -> count("deployment_line") > 0);

        assertThat(run("deploy", "unlock", "--force", "--by", "bob").errors())
                .contains("deployment 1 holds the deploy lock and runs");
        assertThat(run("deploy", "run").errors()).contains("deployment 1 is being carried out");

        var attached = supplyAsync(() -> run("deploy", "attach"));
        Files.delete(install.resolve("releases/2.0/hangs"));
        assertThat(attached.get(1, TimeUnit.MINUTES).code()).isZero();
    }

    @Test
    void asksForConfirmationAndKeepsTheLockOfAPerson() throws IOException {
        assertThat(run("deploy", "run", staged("2.0")).errors())
                .contains("nothing was deployed: confirm with --yes");
        assertThat(run("deploy", "lock", "--by", "alice", "--reason", "a crawl").output())
                .contains("alice holds the deploy lock");
        assertThat(run("deploy", "run", staged("2.0"), "--yes", "--by", "bob").errors())
                .contains("the deploy lock is held by alice", "a crawl");
        assertThat(run("deploy", "unlock", "--by", "bob").errors()).contains("alice");

        assertThat(run("deploy", "unlock", "--by", "alice").output())
                .contains("the deploy lock of alice is free");
    }

    /// Returns when no process carries it out any more.
    private void killInItsMigration(String release) {
        run("deploy", "run", release, "--yes", "--by", "alice", "--detach");
        await().atMost(LONG_ENOUGH).until(() -> count("deployment_line") > 0);
        var executor =
                database.transaction(tx ->
                                tx.queryOne(
                                        "select substring(executor from 'process (\\d+)')::bigint as pid from deployment",
                                        row -> row.longValue("pid")))
                        .flatMap(ProcessHandle::of)
                        .orElseThrow();
        executor.destroyForcibly();
        executor.onExit().join();
    }

    private String staged(String version, String... phases) {
        return release(version)
                .migrations(phases)
                .writeTo(home.resolve("unpacked-" + version))
                .toString();
    }

    private static ScriptedRelease release(String version) {
        return ScriptedRelease.of(version, "").schema(1, Schema.version());
    }

    private List<String> calls(String release) throws IOException {
        return Files.readAllLines(install.resolve("calls-" + release));
    }

    private long count(String table) {
        return database.transaction(tx ->
                tx.queryOne("select count(*) as n from " + table, row -> row.longValue("n"))
                        .orElseThrow());
    }

    private List<String> steps() {
        return database.transaction(tx ->
                tx.query(
                        "select state || ': ' || result as step from deployment_step order by deployment_id, number",
                        row -> row.text("step")));
    }

    private String state(long deployment) {
        return database.transaction(tx ->
                tx.queryOne(
                                "select state from deployment where id = ?",
                                row -> row.text("state"),
                                deployment)
                        .orElseThrow());
    }

    private Wiring wiring() {
        return new Wiring(new SettingsReader(environment, home));
    }

    private Ended run(String... arguments) {
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, UTF_8));
        System.setErr(new PrintStream(errors, true, UTF_8));
        int code = CommandLineInterface.run(wiring(), arguments);
        return new Ended(code, output.toString(UTF_8), errors.toString(UTF_8));
    }

    private static java.io.PrintWriter quiet() {
        return new java.io.PrintWriter(java.io.Writer.nullWriter());
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
