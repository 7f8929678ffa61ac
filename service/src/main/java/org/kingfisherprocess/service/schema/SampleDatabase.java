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
            default ->
                    throw new MigrationException(
                            "a database like that of Kingfisher Process %s cannot be made here; rehearse on a copy of it: restore a backup, and upgrade that"
                                    .formatted(plan.adopting().get()));
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

    /// Plans estimate rows by what the server knows of its tables.
    private static void analyze(Database database) {
        database.<Boolean>session(session -> session.execute("vacuum analyze") >= 0);
    }
}
