package org.kingfisherprocess.service.schema;

import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Plan;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.sql.Database;

/// New databases like those that are there, with sample rows: for rehearsals and benchmarks.
public final class SampleDatabase {
    private static final MigratorSettings SETTINGS = MigratorSettings.by("sample");

    private SampleDatabase() {}

    /// Like the database of which this is the plan.
    public static void fill(Database database, Plan plan, int releases) {
        switch (plan.adopting().orElse("")) {
            case "" -> fill(database, plan.from(), releases);
            case AdoptV1.ORIGIN -> fillAsVersionOne(database, releases);
            case AdoptV2.ORIGIN -> fillAsVersionTwo(database, releases);
            default ->
                    throw new MigrationException(
                            "no sample is known of the tables of " + plan.adopting().get());
        }
    }

    /// Ours at this version; without rows at version 0.
    public static void fill(Database database, int version, int releases) {
        new Migrator(database, Schema.migrations(), SETTINGS)
                .run(RunOptions.everything().upTo(version), _ -> {});
        if (version > 0) {
            database.run(tx -> SampleRows.insert(tx, releases));
        }
        analyze(database);
    }

    /// As the last release of Kingfisher Process v1 leaves one.
    public static void fillAsVersionOne(Database database, int releases) {
        new Migrator(database, Schema.migrations().subList(0, 1), SETTINGS).run(_ -> {});
        database.run(tx -> {
            SampleRows.insert(tx, releases);
            tx.execute("drop table kingfisher_migration, kingfisher_migration_step");
            tx.execute("create table alembic_version (version_num varchar(32) primary key)");
            tx.execute("insert into alembic_version values (?)", Origin.V1_HEAD);
        });
        analyze(database);
    }

    /// As the last release of Kingfisher Process v2 leaves one.
    static void fillAsVersionTwo(Database database, int releases) {
        database.run(tx -> {
            try (var statement = tx.connection().createStatement()) {
                statement.execute(Scripts.read("sample-v2-tables.sql"));
            }
            SampleRowsOfV2.insert(tx, releases);
        });
        analyze(database);
    }

    /// Plans estimate rows by what the server knows of its tables.
    private static void analyze(Database database) {
        database.<Boolean>session(session -> session.execute("vacuum analyze") >= 0);
    }
}
