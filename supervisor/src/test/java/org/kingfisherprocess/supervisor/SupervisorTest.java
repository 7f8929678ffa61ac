package org.kingfisherprocess.supervisor;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the supervisor promises, with real processes that are killed, broken and replaced.
@Tag("slow")
final class SupervisorTest {
    @TempDir private Path folder;
    private Household household;

    @BeforeEach
    void start() throws IOException {
        household = new Household(folder).start();
    }

    @AfterEach
    void stop() throws Exception {
        household.close();
    }

    @Test
    void reloadsUnderLoadWithoutLosingARequest() throws Exception {
        try (var clients = new StrictClients(household.address(), 8)) {
            for (var generation = 2; generation <= 4; generation++) {
                household.install("release" + generation, "");
                var answer = household.ask("reload");

                assertThat(answer.kind()).isEqualTo("reloaded");
                assertThat(answer.number("generation")).contains((long) generation);
                assertThat(answer.text("release")).contains("release" + generation);
                assertThat(answer.messages("left"))
                        .allSatisfy(left -> assertThat(left.texts("cut")).isEmpty())
                        .hasSize(2);
                assertThat(get()).isEqualTo("server-%1$d of release%1$d".formatted(generation));
            }
            clients.stop();
            assertThat(clients.lost()).isEmpty();
            assertThat(clients.answered()).isGreaterThan(1000);
        }
    }

    @Test
    void startsAServerAgainThatWasKilledWhileConnectionsWait() throws Exception {
        household.child("server").destroyForcibly();

        assertThat(get()).isEqualTo("server-1.2 of 1");
        assertThat(household.logged()).contains("server-1 (process ", "exit code 137");
    }

    @Test
    void startsAWorkerAndPostgresAgainThatWereKilled() {
        var worker = household.child("worker").pid();
        var postgres = household.child("postgres").pid();
        household.child("worker").destroyForcibly();
        household.child("postgres").destroyForcibly();

        awaitUntil(() -> household.child("worker").pid() != worker);
        awaitUntil(() -> household.child("postgres").pid() != postgres);
    }

    @Test
    void leavesPostgresAloneInAReload() {
        var before = household.child("postgres").pid();

        household.ask("reload");

        assertThat(household.child("postgres").pid()).isEqualTo(before);
    }

    @Test
    void diesWithoutTheSocketAndIsSucceededByANewOne() throws Exception {
        var server = household.child("server").pid();
        try (var clients = new StrictClients(household.address(), 4)) {
            household.killSupervisor();
            var answered = clients.answered();
            awaitUntil(() -> clients.answered() > answered + 100);

            household.start();

            assertThat(household.child("server").pid()).isEqualTo(server);
            assertThat(household.ask("reload").kind()).isEqualTo("reloaded");
            clients.stop();
            assertThat(clients.lost()).isEmpty();
        }
        assertThat(get()).isEqualTo("server-2 of 1");
        assertThat(household.logged()).contains("handed over by server-1");
    }

    @Test
    void letsAServerAnswerThatHadJustBegunWhenItsSupervisorDied() throws Exception {
        household.ask("reload");
        var state = household.data().resolve("run/state.json");
        try (var clients = new StrictClients(household.address(), 4)) {
            household.killSupervisor();
            Files.writeString(
                    state, Files.readString(state).replace("\"generation\":2", "\"generation\":1"));

            household.start();

            awaitUntil(() -> get().equals("server-1 of 1"));
            clients.stop();
            assertThat(clients.lost()).isEmpty();
        }
    }

    @Test
    void endsAFrozenServerOfADeadSupervisorThatHoldsTheAddress() throws Exception {
        var server = household.child("server");
        household.killSupervisor();
        new ProcessBuilder("kill", "-STOP", Long.toString(server.pid())).start().waitFor();

        household.start();

        assertThat(get()).isEqualTo("server-1.2 of 1");
        assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void refusesASecondSupervisorForTheSameFolder() throws Exception {
        var first = household.supervisor();
        var second = household.startWithoutWaiting();

        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(5);
        assertThat(household.logged())
                .contains("is in use by kingfisher-process serve on 127.0.0.1:")
                .contains("(process %d)".formatted(first.pid()));
        assertThat(get()).isEqualTo("server-1 of 1");
        first.destroy();
        first.waitFor();
    }

    @Test
    void keepsTheOldGenerationWhenANewReleaseCannotStart() throws Exception {
        for (var fault : List.of("server-fails", "worker-fails")) {
            household.install(fault, fault);

            var answer = household.ask("reload");

            assertThat(answer.kind()).isEqualTo("failed");
            assertThat(answer.text("reason").orElseThrow()).contains("exit code 3", fault);
            assertThat(answer.texts("log")).contains("this release is broken");
            assertThat(get()).isEqualTo("server-1 of 1");
        }
        household.install("good", "");
        assertThat(household.ask("reload").kind()).isEqualTo("reloaded");
    }

    @Test
    void restartsTheReleaseThatRunsAndNotTheOneThatIsLinked() throws Exception {
        household.install("2", "server-fails");
        household.child("server").destroyForcibly();

        assertThat(get()).isEqualTo("server-1.2 of 1");
    }

    @Test
    void givesUpAReleaseThatDoesNotBecomeReady() throws Exception {
        var hasty = Files.createDirectories(folder.resolve("hasty"));
        try (var other = new Household(hasty, Duration.ofSeconds(6)).start()) {
            other.install("2", "worker-hangs");

            var reload = supplyAsync(() -> other.ask("reload"));
            awaitUntil(() -> other.status().orElseThrow().truth("reloading"));
            var meanwhile = other.ask("reload");
            var answer = reload.get(20, TimeUnit.SECONDS);

            assertThat(meanwhile.kind()).isEqualTo("failed");
            assertThat(meanwhile.truth("busy")).isTrue();
            assertThat(answer.truth("busy")).isFalse();
            assertThat(answer.text("reason").orElseThrow())
                    .contains("worker-2", "was not ready within 6 seconds");
            assertThat(StrictClients.get(other.address(), "/")).isEqualTo("server-1 of 1");
            awaitUntil(() -> other.status().orElseThrow().messages("children").size() == 3);
        }
    }

    @Test
    void goesBackWhenTheNewReleaseDiesInItsFirstMinute() throws Exception {
        household.install("2", "server-dies");
        try (var clients = new StrictClients(household.address(), 2)) {
            assertThat(household.ask("reload-no-wait").kind()).isEqualTo("reloaded");

            awaitUntil(() -> get().equals("server-3 of 1"));
            assertThat(clients.answered()).isPositive();
        }
        awaitUntil(() ->
                household
                        .status()
                        .flatMap(status -> status.message("last_reload").text("taken_back"))
                        .filter(reason ->
                                reason.contains("generation 2 is taken back, since server-2"))
                        .isPresent());
    }

    @Test
    void reloadsOnSighup() throws Exception {
        household.signal("HUP");

        awaitUntil(() -> get().equals("server-2 of 1"));
    }

    @Test
    void answersWhatIsUnderWayWhenItIsStopped() throws Exception {
        var slow = supplyAsync(() -> get("/slow"));
        awaitUntil(household::isAnsweringSlowly);

        household.signal("TERM");

        assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("server-1 of 1");
        assertThat(household.supervisor().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(household.supervisor().exitValue()).isZero();
        assertThat(household.logged()).contains("Stopping: what", "Stopped.");
        assertThat(household.data().resolve("run/state.json")).doesNotExist();
        assertThat(supplyAsync(() -> get()).handle((_, e) -> e).get())
                .hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void isSucceededByTheSupervisorOfTheNewRelease() throws Exception {
        var before = household.supervisor().pid();
        household.install("2", "");
        try (var clients = new StrictClients(household.address(), 4)) {
            assertThat(household.ask("reload-all").text("supervisor")).contains("succeeded");

            awaitUntil(() -> household.logged().contains("taken over from"));
            awaitUntil(() ->
                    household
                            .status()
                            .filter(status ->
                                    status.number("generation").equals(java.util.Optional.of(2L)))
                            .isPresent());
            assertThat(household.status().orElseThrow().number("supervisor_pid")).contains(before);
            assertThat(household.ask("reload").kind()).isEqualTo("reloaded");
            clients.stop();
            assertThat(clients.lost()).isEmpty();
        }
    }

    @Test
    void printsWhatChildrenHaveForThePersonAndLogsTheRest() throws Exception {
        awaitUntil(() -> household.said().contains("worker-1 prints"));
        awaitUntil(() -> household.logged().contains("worker-1 logs"));
        household.ask("reload");
        awaitUntil(() -> household.logged().contains("worker-2 logs"));
        assertThat(household.said()).contains("server-1 prints").doesNotContain("server-2 prints");
    }

    @Test
    void keepsItsFilesToItself() throws IOException {
        var run = household.data().resolve("run");

        assertThat(Files.getPosixFilePermissions(run))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(run.resolve("control")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void worksInAFolderTooDeepForTheAddressOfASocket() throws Exception {
        var deep = Files.createDirectories(folder.resolve("a-long-name-".repeat(12)));
        try (var other = new Household(deep).start()) {
            assertThat(other.ask("reload").kind()).isEqualTo("reloaded");
            other.killSupervisor();
            other.start();
            assertThat(StrictClients.get(other.address(), "/")).isEqualTo("server-2 of 1");
        }
    }

    @Test
    void tellsItsChildrenApartWithTheirMemory() {
        var children = household.status().orElseThrow().messages("children");

        assertThat(children)
                .extracting(child -> child.text("child").orElseThrow())
                .containsExactlyInAnyOrder("server-1", "worker-1", "postgres-0");
        assertThat(children)
                .allSatisfy(child ->
                        assertThat(child.number("resident_kibibytes").orElseThrow()).isPositive());
        assertThat(Map.copyOf(household.status().orElseThrow().values()))
                .containsKeys("listen", "supervisor_place");
    }

    private String get() {
        return get("/");
    }

    private String get(String path) {
        try {
            return StrictClients.get(household.address(), path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void awaitUntil(Condition condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(condition::holds);
    }
}
