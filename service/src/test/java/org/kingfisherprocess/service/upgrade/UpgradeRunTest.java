package org.kingfisherprocess.service.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.locks.Protection;
import org.kingfisherprocess.service.migrate.Backfill;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.MigrationStep;
import org.kingfisherprocess.service.migrate.MigrationStoppedException;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.migrate.Statement;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.Sessions;
import org.kingfisherprocess.service.testing.TestDatabases;

/// A run of the engine as other processes see it, hold it up and help it.
@SuppressWarnings("NullAway.Init")
final class UpgradeRunTest {
    private static final UpgradeRun.Origin ORIGIN =
            new UpgradeRun.Origin("somebody", "process 1 on here");

    private static final Migration TABLE =
            Migration.script(
                    1,
                    "table",
                    "create table toy (id integer primary key, size integer); insert into toy select generate_series(1, 20000)");

    private static final Migration COLUMN =
            Migration.of(
                    2,
                    "column",
                    MigrationStep.expand("add", Statement.of("alter table toy add name text")));

    private static final Migration FILLED =
            Migration.of(
                    2,
                    "filled",
                    MigrationStep.expand(
                            "fill",
                            new Backfill(
                                    "toy",
                                    "id",
                                    "update toy set size = id where id > :after and id <= :until")));

    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Database database;
    private Sessions sessions;
    private RunRecords records;

    @BeforeEach
    void open() {
        var settings = TestDatabases.empty();
        database = Database.open(settings);
        sessions = new Sessions(settings);
        records = new RunRecords(database);
    }

    @AfterEach
    void close() throws SQLException {
        sessions.close();
        threads.shutdownNow();
        database.close();
    }

    @Test
    void tellsOtherProcessesWhatWasDone() {
        assertThat(records.newest()).isEmpty();

        run(new BlockerPolicy.Never(), TABLE, COLUMN).run(ORIGIN, RunOptions.everything());

        assertThat(state())
                .satisfies(state -> {
                    assertThat(state.outcome()).hasValue("done");
                    assertThat(state.done()).isTrue();
                    assertThat(state.underWay()).isFalse();
                    assertThat(state.who()).isEqualTo("somebody");
                });
        assertThat(lines())
                .isEqualTo(printed)
                .first()
                .isEqualTo("upgrade run 1 by somebody, process 1 on here");
        assertThat(lines()).anyMatch(line -> line.startsWith("migrated to 2, column, in"));
        assertThat(records.linesAfter(1, lines().size())).isEmpty();
        assertThat(records.wish(1, Wish.STOP)).isFalse();
    }

    @Test
    void tellsWhyARunFailed() {
        var broken = Migration.script(1, "broken", "select * from nowhere");

        assertThatThrownBy(() ->
                        run(new BlockerPolicy.Never(), broken).run(ORIGIN, RunOptions.everything()))
                .isInstanceOf(MigrationException.class);

        assertThat(state().outcome())
                .hasValueSatisfying(text -> assertThat(text).contains("failed", "nowhere"));
        assertThat(state().done()).isFalse();
    }

    @Test
    void showsWhoIsInTheWayAndGoesOnOnceThatOneIsGone() throws Exception {
        run(new BlockerPolicy.Never(), TABLE).run(ORIGIN, RunOptions.everything());
        var reader = sessions.open("long report").does("select count(*) from toy");
        var running = begin(run(new BlockerPolicy.Never(), TABLE, COLUMN), RunOptions.everything());

        await().atMost(Sessions.SOON)
                .until(() -> String.join("\n", state().picture()).contains("long report"));
        assertThat(String.join("\n", state().picture()))
                .contains(
                        "column",
                        "in the way:",
                        "idle in transaction",
                        "waits",
                        "AccessExclusiveLock on table toy");
        assertThat(state().underWay()).isTrue();
        reader.commit();

        running.get(20, TimeUnit.SECONDS);
        assertThat(state().done()).isTrue();
    }

    @Test
    void saysOnceWhoIsInTheWayForLongSinceNotEverybodySeesThePicture() throws Exception {
        run(new BlockerPolicy.Never(), TABLE).run(ORIGIN, RunOptions.everything());
        var reader = sessions.open("long report").does("select count(*) from toy");
        var running = begin(run(new BlockerPolicy.Never(), TABLE, COLUMN), RunOptions.everything());

        await().atMost(Duration.ofSeconds(30))
                .until(() -> String.join("\n", printed).contains("in the way for 5 s:"));
        reader.commit();

        running.get(20, TimeUnit.SECONDS);
        assertThat(printed)
                .anyMatch(line -> line.startsWith("    ") && line.contains("long report"))
                .filteredOn(line -> line.startsWith("in the way for"))
                .hasSize(1);
    }

    @Test
    void saysWhatItIsNotAllowedToSee() {
        run(new BlockerPolicy.Never(), TABLE).run(ORIGIN, RunOptions.everything());
        assertThat(printed).noneMatch(line -> line.contains("pg_read_all_stats"));

        var place = TestDatabases.empty();
        try (var administration = Database.open(place);
                var blind =
                        Database.open(
                                place.withUrl(
                                        place.url() + "?options=-c%20role%3Dpg_signal_backend"))) {
            administration.run(
                    tx -> tx.execute("grant create on schema public to pg_signal_backend"));
            run(blind, MigratorSettings.by("test"), new BlockerPolicy.Never(), TABLE)
                    .run(ORIGIN, RunOptions.everything());
        }

        assertThat(printed).anyMatch(line -> line.contains("grant pg_read_all_stats"));
    }

    @Test
    void endsWhoIsInTheWayForTooLongButNeverThoseThatAreProtected() throws Exception {
        run(new BlockerPolicy.Never(), TABLE).run(ORIGIN, RunOptions.everything());
        sessions.open("long report").does("select count(*) from toy");
        var dump = sessions.open("pg_dump").does("select count(*) from toy");
        var policy = new BlockerPolicy.After(Duration.ofMillis(500));
        var running = begin(run(policy, TABLE, COLUMN), RunOptions.everything());

        await().atMost(Sessions.SOON)
                .until(() -> String.join("\n", printed).contains("left alone"));
        assertThat(String.join("\n", printed))
                .contains("terminated process", "long report", "pg_dump is in the list");
        dump.does("select 1").commit();

        running.get(20, TimeUnit.SECONDS);
    }

    @Test
    void neverEndsASessionOfItsOwnProgram() throws Exception {
        run(new BlockerPolicy.Never(), TABLE).run(ORIGIN, RunOptions.everything());
        var loader = sessions.open("kingfisher-process").does("select count(*) from toy");
        var policy = new BlockerPolicy.After(Duration.ofMillis(200));
        var running = begin(run(policy, TABLE, COLUMN), RunOptions.everything());

        await().atMost(Sessions.SOON)
                .until(() -> String.join("\n", printed).contains("a session of this program"));
        loader.does("select 1").commit();

        running.get(20, TimeUnit.SECONDS);
    }

    @Test
    void standsStillGoesOnAndEndsAsATerminalWants() throws Exception {
        run(new BlockerPolicy.Never(), TABLE).run(ORIGIN, RunOptions.everything());
        var settings = MigratorSettings.by("test");
        var slow = settings.withThrottle(settings.throttle().withBatchesOf(10));
        var running =
                begin(run(slow, new BlockerPolicy.Never(), TABLE, FILLED), RunOptions.everything());
        await().atMost(Sessions.SOON).until(() -> state().id() == 2 && filled() > 0);

        records.wish(2, Wish.PAUSE);
        await().atMost(Sessions.SOON)
                .until(() -> String.join("\n", state().picture()).contains("paused"));
        long here = filled();
        assertThat(state().picture()).anyMatch(line -> line.contains("rows of toy"));
        records.wish(2, Wish.GO_ON);
        await().atMost(Sessions.SOON).until(() -> filled() > here);
        records.wish(2, Wish.STOP);

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(MigrationStoppedException.class);
        assertThat(state().outcome())
                .hasValueSatisfying(text -> assertThat(text).contains("what was committed stays"));
        assertThat(filled()).isLessThan(20_000);

        run(new BlockerPolicy.Never(), TABLE, FILLED).run(ORIGIN, RunOptions.everything());
        assertThat(filled()).isEqualTo(20_000);
    }

    private UpgradeRun run(BlockerPolicy policy, Migration... migrations) {
        return run(MigratorSettings.by("test"), policy, migrations);
    }

    private UpgradeRun run(
            MigratorSettings settings, BlockerPolicy policy, Migration... migrations) {
        return run(database, settings, policy, migrations);
    }

    private UpgradeRun run(
            Database where,
            MigratorSettings settings,
            BlockerPolicy policy,
            Migration... migrations) {
        return new UpgradeRun(
                where,
                engine(new Migrator(where, List.of(migrations), settings)),
                policy,
                new Protection(List.of("pg_dump")),
                printed::add);
    }

    private static UpgradeRun.Engine engine(Migrator migrator) {
        return new UpgradeRun.Engine() {
            @Override
            public List<Migration> run(RunOptions options, MigrationListener listener) {
                return migrator.run(options, listener);
            }

            @Override
            public void abort(MigrationListener listener) {
                migrator.abort(listener);
            }
        };
    }

    private Future<List<Migration>> begin(UpgradeRun run, RunOptions options) {
        return threads.submit(() -> run.run(ORIGIN, options));
    }

    private RunState state() {
        return records.newest().orElseThrow();
    }

    private List<String> lines() {
        return records.linesAfter(state().id(), 0).stream().map(RunRecords.Line::text).toList();
    }

    private long filled() {
        return database.<Optional<Long>>transaction(tx ->
                        tx.queryOne(
                                "select count(size) as count from toy",
                                row -> row.longValue("count")))
                .orElseThrow();
    }
}
