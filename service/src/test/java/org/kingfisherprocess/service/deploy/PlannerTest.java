package org.kingfisherprocess.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.release.Installation;
import org.kingfisherprocess.service.release.Programs;
import org.kingfisherprocess.service.release.ScriptedRelease;
import org.kingfisherprocess.service.release.Source;
import org.kingfisherprocess.service.release.Staging;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.testing.TestDatabases;

/// What a plan says before anything is done.
final class PlannerTest {
    @TempDir private Path folder;

    private final Database database = Database.open(TestDatabases.migrated());
    private final Programs programs = new Programs(Map.of());
    private Optional<Scrapyd> scrapyd = Optional.empty();
    private TablesState tables = new TablesState(5, 5);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void exchangesTheCodeBetweenWhatOldAndNewCodeCannotBearAndSaysWhy() {
        var plan =
                plan(
                        release("1.0").schema(5, 5),
                        release("2.0").schema(6, 6).migrations("contract", "expand", "breaking"));

        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.steps())
                .extracting(PlannedStep::kind)
                .containsExactly(
                        StepKind.EXPAND,
                        StepKind.LINK,
                        StepKind.RELOAD,
                        StepKind.CHECK,
                        StepKind.BREAKING,
                        StepKind.VERIFY,
                        StepKind.PRUNE);
        assertThat(plan.holdsLoading()).isTrue();
        assertThat(String.join("\n", PlanText.lines(plan)))
                .contains(
                        "deploy 1.0 -> 2.0",
                        "expand    0 try-expand",
                        "loading is held, and intake goes on",
                        "loading is held from the reload until the breaking migrations are done",
                        "some seconds (none was recorded here yet)",
                        "Busy now, and what becomes of it: nothing");
    }

    @Test
    void contractsOnceTheNewCodeIsVerified() {
        var plan =
                plan(
                        release("1.0").schema(5, 5),
                        release("2.0").schema(6, 6).migrations("expand", "contract"));

        assertThat(plan.steps())
                .extracting(PlannedStep::kind)
                .containsExactly(
                        StepKind.EXPAND,
                        StepKind.LINK,
                        StepKind.RELOAD,
                        StepKind.VERIFY,
                        StepKind.CONTRACT,
                        StepKind.VERIFY_AGAIN,
                        StepKind.PRUNE);
        assertThat(plan.holdsLoading()).isFalse();
    }

    @Test
    void onlyExchangesTheCodeWhereNothingIsToMigrate() {
        var plan = plan(release("1.0"), release("2.0"));

        assertThat(plan.steps())
                .extracting(PlannedStep::kind)
                .containsExactly(StepKind.LINK, StepKind.RELOAD, StepKind.VERIFY, StepKind.PRUNE);
        assertThat(plan.holdsLoading()).isFalse();
        assertThat(PlanJson.write(plan).toString()).contains("\"holds_loading\":false");
    }

    @Test
    void refusesAReleaseThatTheTablesHaveOutgrown() {
        tables = new TablesState(7, 7);

        var deploying = plan(release("1.0").schema(7, 7), release("2.0").schema(6, 6));
        var goingBack = rollback(release("3.0").schema(7, 7), release("4.0").schema(6, 6));

        assertThat(deploying.obstacles()).singleElement().asString().contains("newer release");
        assertThat(goingBack.obstacles())
                .singleElement()
                .asString()
                .contains("a migration took away what it uses");
    }

    @Test
    void goesBackToWhatStillFits() {
        tables = new TablesState(7, 6);

        var plan = rollback(release("2.0").schema(7, 7), release("1.0").schema(6, 6));

        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.steps())
                .extracting(PlannedStep::kind)
                .containsExactly(StepKind.LINK, StepKind.RELOAD, StepKind.VERIFY);
        assertThat(plan.remarks())
                .anyMatch(remark -> remark.contains("no migration is run backwards"));
    }

    @Test
    void keepsWhichTablesTheReleaseBeforeWorksWith() {
        var plan = plan(release("1.0").schema(4, 5), release("2.0").schema(6, 6));
        var to = staged(release("3.0"));
        var silent =
                planner()
                        .deploy(
                                new Plan.Release("older", Optional.empty()),
                                to,
                                new OtherRelease(installation().require(to.name()), programs),
                                OptionalInt.empty());

        var known = ReleaseBefore.read(PlanJson.write(plan).toString());
        var unknown = ReleaseBefore.read(PlanJson.write(silent).toString());

        assertThat(known.fits(new TablesState(6, 5))).isTrue();
        assertThat(known.fits(new TablesState(6, 6))).isFalse();
        assertThat(unknown.fits(new TablesState(6, 5))).isTrue();
        assertThat(unknown.fits(new TablesState(6, 6))).isFalse();
    }

    @Test
    void asksTheNewReleaseWhetherItAcceptsTheSettings() throws IOException {
        var refusing = release("2.0").writeTo(folder.resolve("refusing"));
        Files.createFile(refusing.resolve("refuses-settings"));

        var plan = plan(release("1.0"), refusing);

        assertThat(plan.obstacles())
                .singleElement()
                .asString()
                .contains("would not start", "KINGFISHER_PROCESS_OLD is not a setting");
    }

    @Test
    void refusesToGuessHowManyCommitsThereAre() {
        var plan =
                plan(
                        release("1.0"),
                        release("2.0").writeTo(folder.resolve("s")),
                        OptionalInt.of(3));

        assertThat(plan.obstacles())
                .singleElement()
                .asString()
                .contains("--expect-commits 3 cannot be checked");
    }

    @Test
    void refusesWhatRunsAlready() {
        var plan = plan(release("1.0"), release("1.0"));

        assertThat(plan.obstacles()).singleElement().asString().contains("1.0 runs already");
    }

    @Test
    void namesWhatIsBusyAndWhatBecomesOfIt() throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var answer =
                "{\"status\": \"ok\", \"running\": [{\"id\": \"78391cc0\", \"spider\": \"paraguay\", \"start_time\": \"2026-01-31 10:00:00\"}]}";
        server.createContext(
                "/listjobs.json",
                exchange -> {
                    var bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        scrapyd =
                Optional.of(
                        new Scrapyd(
                                URI.create("http://localhost:" + server.getAddress().getPort()),
                                "kingfisher"));
        receive("kenya", Instant.now());
        receive("brazil", Instant.now().minus(Duration.ofHours(1)));

        var lines = PlanText.lines(plan(release("1.0"), release("2.0").migrations("expand")));
        server.stop(0);
        var silent = plan(release("1.0"), release("3.0"));

        assertThat(lines)
                .anyMatch(line ->
                        line.contains("kenya: 1 received lately")
                                && line.contains("nothing is lost"))
                .noneMatch(line -> line.contains("brazil"))
                .anyMatch(line -> line.contains("Scrapyd runs paraguay (job 78391cc0"))
                .anyMatch(line -> line.contains("12 submissions wait to be loaded"));
        assertThat(silent.busy().scrapydProblem()).isPresent();
        assertThat(silent.obstacles()).isEmpty();
    }

    private void receive(String source, Instant when) {
        database.run(tx -> {
            tx.execute(
                    "insert into collection (source_id, data_version, sample, store_start_at, transform_type) values (?, now(), false, now(), '')",
                    source);
            tx.execute(
                    """
                    insert into intake_receipt (receipt, collection_id, kind, label, acknowledged_at, outcome)
                    select ?, max(id), 'file_errors', 'a', ?, 'stored' from collection
                    """,
                    IntakeReceipts.firstAt(when),
                    when);
        });
    }

    private static ScriptedRelease release(String version) {
        return ScriptedRelease.of(version, "");
    }

    private Plan plan(ScriptedRelease from, ScriptedRelease to) {
        return plan(from, to.writeTo(folder.resolve("to-" + to.hashCode())));
    }

    private Plan plan(ScriptedRelease from, Path to) {
        return plan(from, to, OptionalInt.empty());
    }

    private Plan plan(ScriptedRelease from, Path to, OptionalInt expected) {
        var staged = staging().stage(new Source.Folder(to));
        return planner()
                .deploy(
                        staged(from),
                        named(staged),
                        new OtherRelease(staged.folder(), programs),
                        expected);
    }

    private Plan rollback(ScriptedRelease from, ScriptedRelease to) {
        return planner().rollback(staged(from), staged(to));
    }

    private Plan.Release staged(ScriptedRelease release) {
        return named(
                staging()
                        .stage(
                                new Source.Folder(
                                        release.writeTo(
                                                folder.resolve("from-" + release.hashCode())))));
    }

    private static Plan.Release named(Staging.Staged staged) {
        return new Plan.Release(staged.folder().name(), Optional.of(staged.description()));
    }

    private Planner planner() {
        return new Planner(
                installation(),
                Optional.empty(),
                database,
                _ -> tables,
                new BusyLook(
                        database,
                        scrapyd,
                        () -> scrapyd.isPresent() ? 12 : 0,
                        new BusyLook.Windows(Duration.ofMinutes(5), Duration.ofHours(1)),
                        InstantSource.system()));
    }

    private Staging staging() {
        return new Staging(installation(), programs, InstantSource.system(), _ -> {});
    }

    private Installation installation() {
        return new Installation(folder.resolve("install"));
    }
}
