package org.kingfisherprocess.service.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.Adoption;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Phase;
import org.kingfisherprocess.service.migrate.Plan;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.migrate.Statement;
import org.kingfisherprocess.service.migrate.lint.Danger;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;

/// The tables that this release works with, and how a database comes to have them.
public final class Schema {
    /// In order; the number of each is its place here. Append only.
    private static final List<String> NAMES =
            List.of(
                    "v1-tables",
                    "wide-keys-and-zoned-times",
                    "both-generations",
                    "intake-receipts",
                    "faster-documents-and-readers",
                    "steps",
                    "deletion-and-schedules",
                    "deployments",
                    "reopened-and-set-aside");

    private Schema() {}

    public static List<Migration> migrations() {
        var migrations = new ArrayList<Migration>();
        for (var name : NAMES) {
            var version = migrations.size() + 1;
            var sql = Scripts.read(version + "-" + name + ".sql");
            migrations.add(Migration.script(version, name, statement(name, sql)));
        }
        migrations.addAll(FurtherMigrations.after(migrations.size()));
        return List.copyOf(migrations);
    }

    /// What the linter must be told of a script. Kept out of the scripts, which may not change.
    private static Statement statement(String name, String sql) {
        return switch (name) {
            case "wide-keys-and-zoned-times", "both-generations" -> Statement.onEmptyTables(sql);
            case "faster-documents-and-readers" ->
                    Statement.of(sql)
                            .declaring(
                                    Danger.OPAQUE,
                                    "its blocks set how later documents are compressed, and grants: catalogues only")
                            .locking(
                                    "data",
                                    "package_data",
                                    "release_check",
                                    "record_check",
                                    "release_check_override",
                                    "record_check_override");
            case "steps" ->
                    Statement.of(sql)
                            .declaring(
                                    Danger.SCAN,
                                    "no release before wrote a row into processing_step");
            default -> Statement.of(sql);
        };
    }

    /// The ways from other programs' tables to ours.
    public static List<Adoption> adoptions() {
        return List.of(AdoptV1.adoption(), AdoptV2.adoption());
    }

    /// The version that this release brings the tables to.
    public static int version() {
        return NAMES.size() + FurtherMigrations.after(NAMES.size()).size();
    }

    /// The oldest version of the tables that the code of this release works with.
    public static int oldestUsable() {
        return version();
    }

    /// What the tables are like now, and whether the code of this release works with them.
    public static SchemaRange range(Tx tx) throws SQLException {
        return new SchemaRange(Migrator.state(tx), oldestUsable(), version());
    }

    /// Whether the code of this release works with the tables as they are.
    public static boolean ready(Tx tx) throws SQLException {
        return range(tx).ready();
    }

    public static Migrator migrator(Database database, MigratorSettings settings) {
        return new Migrator(database, migrations(), adoptions(), settings);
    }

    /// Brings the database to our version and returns what was run. Goes on with an adoption that
    /// was begun, and refuses a database that belongs to another program.
    public static List<Migration> upgrade(
            Database database, MigratorSettings settings, MigrationListener listener) {
        Origin.of(database).refuse();
        return migrator(database, settings).run(listener);
    }

    /// The same, but only what the code of the release before does not notice, unless there are no
    /// tables yet. The rest is left to whoever knows that such code has ended.
    public static List<Migration> expand(
            Database database, MigratorSettings settings, MigrationListener listener) {
        Origin.of(database).refuse();
        var migrator = migrator(database, settings);
        var all = RunOptions.everything();
        return migrator.run(migrator.version() == 0 ? all : all.only(Phase.EXPAND), listener);
    }

    /// Runs what the options tell, and makes the tables of Kingfisher Process v1 and v2 ours.
    public static List<Migration> adoptOrUpgrade(
            Database database,
            MigratorSettings settings,
            RunOptions options,
            MigrationListener listener) {
        return prepared(database, settings).run(options, listener);
    }

    /// The other program whose tables these are and that can be made ours, unless that was begun.
    public static Optional<String> otherOwner(Database database) {
        return Origin.of(database).adoption().map(Adoption::origin);
    }

    /// What that would do. Changes nothing.
    public static Plan plan(Database database, MigratorSettings settings, RunOptions options) {
        var origin = Origin.of(database);
        var migrator = migrator(database, settings);
        if (origin.adoption().isPresent()) {
            return migrator.planOfAdopting(origin.adoption().get(), options);
        }
        origin.refuse();
        return migrator.plan(options);
    }

    /// One that has noted that the tables of Kingfisher Process v1 or v2 are to be made ours, where
    /// they are there.
    public static Migrator prepared(Database database, MigratorSettings settings) {
        var origin = Origin.of(database);
        var migrator = migrator(database, settings);
        origin.adoption().ifPresentOrElse(migrator::adopt, origin::refuse);
        return migrator;
    }

    /// Deletes everything in the schema `public`, tables and data, whoever made them.
    public static void deleteAll(Database database) {
        database.run(tx -> tx.execute("drop schema public cascade"));
        database.run(tx -> {
            tx.execute("create schema public");
            tx.execute("grant usage on schema public to public");
        });
    }
}
