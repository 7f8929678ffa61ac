package org.kingfisherprocess.bench.migrate;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationStep;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;

/// The three changes of which people are afraid, done as they write them and done by the engine.
/// Beside the spiders, whose requests wait for no table, writers store straight into the tables, as
/// version 1's requests did.
final class Dangers implements Scenario {
    /// It grows with every row of a direct writer and of the loader, and is found at once.
    private static final String PROGRESS = "select max(id) from release";

    /// Does a change; returns when it is done.
    private interface Way {
        void change(OwnPostgres database, Danger danger) throws SQLException;
    }

    @Override
    public String name() {
        return "dangers";
    }

    @Override
    public String story() {
        return "an index, a column altered, many rows updated: plainly, and by the engine, under the same load";
    }

    @Override
    public List<Result> run(Plan plan, Databases databases) {
        var results = new ArrayList<Result>();
        for (var danger : Danger.ALL) {
            results.add(measure(plan, databases, danger, "plainly", Dangers::plainly));
            results.add(measure(plan, databases, danger, "by the engine", Dangers::byEngine));
        }
        return results;
    }

    private static Result measure(
            Plan plan, Databases databases, Danger danger, String how, Way way) {
        var result = new Result("%s, %s".formatted(danger.name(), how));
        var database = databases.ofOurs(plan.releases());
        try {
            prepare(database);
            measure(plan, database, danger, way, result);
        } catch (SQLException e) {
            result.problem(e.toString());
        } finally {
            databases.drop(database);
        }
        return result;
    }

    private static void measure(
            Plan plan, OwnPostgres database, Danger danger, Way way, Result result)
            throws SQLException {
        try (var scene = Scene.open(plan, "dangers", database, plan.releases());
                var writers = DirectWriters.start(database.url(), plan.releases());
                var progress = ProgressProbe.start(database.url(), PROGRESS)) {
            Pauses.ofMillis(plan.before().toMillis());
            var before = writers.takeLatencies();
            long failedBefore = writers.failed();
            long doneBefore = writers.done();
            progress.reset();
            scene.loading().reset();
            long begun = System.nanoTime();
            way.change(database, danger);
            result.seconds("took", (System.nanoTime() - begun) / 1e9);
            result.seconds("direct requests stalled", progress.stalledSeconds());
            var during = writers.takeLatencies();
            result.figure(
                    "direct requests, failed",
                    "%,d, %,d"
                            .formatted(
                                    writers.done() - doneBefore, writers.failed() - failedBefore));
            result.figure("direct requests, p99 before, during", pair(before.p99(), during.p99()));
            result.figure(
                    "direct requests, longest before, during",
                    pair(before.longest(), during.longest()));
            result.seconds("loading stalled", scene.loading().stalledSeconds());
            scene.measure(result);
        }
    }

    private static void prepare(OwnPostgres database) throws SQLException {
        execute(database, "alter table release add column toy integer default 7");
    }

    private static void plainly(OwnPostgres database, Danger danger) throws SQLException {
        for (var statement : danger.plain()) {
            execute(database, statement);
        }
    }

    private static void byEngine(OwnPostgres database, Danger danger) {
        var migrations = new ArrayList<>(Schema.migrations());
        migrations.add(
                Migration.of(
                        Schema.version() + 1,
                        "toy",
                        MigrationStep.expand("toy", danger.byEngine())));
        try (var pool =
                Database.open(
                        database.settings().withApplicationName("kingfisher-process upgrade"))) {
            new Migrator(pool, migrations, Schema.adoptions(), MigratorSettings.by("bench"))
                    .run(_ -> {});
        }
    }

    private static void execute(OwnPostgres database, String statement) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.url() + "&ApplicationName=bench%20plain");
                var executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    private static String pair(double before, double during) {
        return "%.1f ms, %.1f ms".formatted(before, during);
    }
}
