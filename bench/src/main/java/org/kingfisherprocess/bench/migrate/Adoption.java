package org.kingfisherprocess.bench.migrate;

import org.kingfisherprocess.bench.process.OwnPostgres;

/// A database of version 1 is adopted under load, in one way or another, and looked at before and
/// after.
final class Adoption {
    /// Brings the database to our version.
    interface Driver {
        void drive(Scene scene, Result result);
    }

    private Adoption() {}

    static Result measure(
            Plan plan, Databases databases, String name, int releases, Driver driver) {
        var database = databases.ofVersionOne(releases);
        var empty = databases.ofOursEmpty();
        try {
            return measure(plan, new Result(name), database, empty, releases, driver);
        } finally {
            databases.drop(database);
            databases.drop(empty);
        }
    }

    /// @param empty one of ours without rows, to compare with
    static Result measure(
            Plan plan,
            Result result,
            OwnPostgres database,
            OwnPostgres empty,
            int releases,
            Driver driver) {
        var before = RowsCheck.read(database.url());
        result.figure("release rows before", "%,d".formatted(releases));
        try (var scene = Scene.open(plan, result.scenario(), database, releases)) {
            long begun = System.nanoTime();
            driver.drive(scene, result);
            result.seconds("adopting and migrating took", (System.nanoTime() - begun) / 1e9);
            scene.measure(result);
            var problems = RowsCheck.problems(database.url(), before, empty.url());
            problems.forEach(result::problem);
            result.figure(
                    "rows, checksums, indexes, form of tables",
                    problems.isEmpty() ? "right" : "%d problems".formatted(problems.size()));
        }
        return result;
    }
}
