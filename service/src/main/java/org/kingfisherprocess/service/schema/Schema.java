package org.kingfisherprocess.service.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Phase;
import org.kingfisherprocess.service.migrate.RunOptions;
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
                    "deployments");

    private static final String FOREIGN =
            """
            select to_regclass('kingfisher_migration') is null as unknown,
                to_regclass('alembic_version') is not null as first_generation,
                to_regclass('django_migrations') is not null as second_generation,
                to_regclass('collection') is not null as some_collection,
                current_database() as name
            """;

    private Schema() {}

    public static List<Migration> migrations() {
        var migrations = new ArrayList<Migration>();
        for (var name : NAMES) {
            var version = migrations.size() + 1;
            migrations.add(Migration.script(version, name, script(version + "-" + name + ".sql")));
        }
        migrations.addAll(FurtherMigrations.after(migrations.size()));
        return List.copyOf(migrations);
    }

    /// The version that this release needs.
    public static int version() {
        return NAMES.size() + FurtherMigrations.after(NAMES.size()).size();
    }

    /// Whether the tables are at the version that this release works with.
    public static boolean ready(Tx tx) throws SQLException {
        return Migrator.state(tx).fits(version(), version());
    }

    /// Brings the database to our version and returns what was run. Refuses a database that belongs
    /// to another program.
    public static List<Migration> upgrade(
            Database database, MigratorSettings settings, MigrationListener listener) {
        database.run(Schema::refuseForeign);
        return new Migrator(database, migrations(), settings).run(listener);
    }

    /// The same, but only what the code of the release before does not notice, unless there are no
    /// tables yet. The rest is for [#upgrade], when none of that code runs any more.
    public static List<Migration> upgradeBesideOldCode(
            Database database, MigratorSettings settings, MigrationListener listener) {
        database.run(Schema::refuseForeign);
        var migrator = new Migrator(database, migrations(), settings);
        var all = RunOptions.everything();
        return migrator.run(migrator.version() == 0 ? all : all.only(Phase.EXPAND), listener);
    }

    /// Deletes everything in the schema `public`, tables and data, whoever made them.
    public static void deleteAll(Database database) {
        database.run(tx -> tx.execute("drop schema public cascade"));
        database.run(tx -> {
            tx.execute("create schema public");
            tx.execute("grant usage on schema public to public");
        });
    }

    private static void refuseForeign(Tx tx) throws SQLException {
        tx.forEach(
                FOREIGN,
                row -> {
                    if (!row.bool("unknown")) {
                        return;
                    }
                    var name = row.text("name");
                    if (row.bool("first_generation")) {
                        throw new MigrationException(
                                ("the database %s belongs to Kingfisher Process v1 (it has the table alembic_version). Adopting it"
                                                + " comes with the online migration engine; until then give Kingfisher Process"
                                                + " an empty database, and leave this one to v1. Nothing was changed")
                                        .formatted(name));
                    }
                    if (row.bool("second_generation")) {
                        throw new MigrationException(
                                ("the database %s belongs to Kingfisher Process v2 (it has the table django_migrations). Adopting it"
                                                + " comes with the online migration engine; until then give Kingfisher Process"
                                                + " an empty database, and leave this one to v2. Nothing was changed")
                                        .formatted(name));
                    }
                    if (row.bool("some_collection")) {
                        throw new MigrationException(
                                ("the database %s has a table collection but no history of ours (kingfisher_migration); give"
                                                + " Kingfisher Process a database of its own. Nothing was changed")
                                        .formatted(name));
                    }
                });
    }

    private static String script(String file) {
        try (var script = Schema.class.getResourceAsStream(file)) {
            if (script == null) {
                throw new IllegalStateException(
                        "the migration " + file + " is missing from this build");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the migration " + file, e);
        }
    }
}
