package org.kingfisherprocess.bench.migrate;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.schema.SampleRows;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;

/// A PostgreSQL with databases full of rows, each made once and copied for every try. It writes as
/// durably as by default.
final class Databases implements AutoCloseable {
    /// The last migration of version 1.
    private static final String V1_HEAD = "f8593a57e002";

    private static final AtomicInteger COPIES = new AtomicInteger();

    /// What a PostgreSQL of this size would be given; the defaults would make a checkpoint every
    /// few seconds.
    private static final Map<String, String> SERVER =
            Map.of("max_wal_size", "4GB", "shared_buffers", "512MB", "maintenance_work_mem", "256MB");

    private final OwnPostgres server;
    private final int releases;
    private final Set<String> made = new HashSet<>();

    private Databases(OwnPostgres server, int releases) {
        this.server = server;
        this.releases = releases;
    }

    static Databases start(Plan plan) {
        var folder = Folders.empty(plan.work().resolve("database"));
        return new Databases(OwnPostgres.start(folder, plan.programs(), SERVER), plan.releases());
    }

    /// A database as version 1 leaves it.
    OwnPostgres ofVersionOne() {
        return copy("template_v1", Databases::fillVersionOne);
    }

    /// A database of ours, at this release's version.
    OwnPostgres ofOurs() {
        return copy("template_ours", (database, rows) -> Schema.rehearse(database, Schema.version(), rows));
    }

    /// A database of ours without rows, to compare an adopted one with.
    OwnPostgres ofOursEmpty() {
        return copy(
                "template_empty",
                (database, _) -> Schema.upgrade(database, MigratorSettings.by("bench"), _ -> {}));
    }

    void drop(OwnPostgres database) {
        var name = database.url().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        administer("drop database if exists %s with (force)".formatted(name));
    }

    @Override
    public void close() {
        server.close();
    }

    /// Fills a new database.
    interface Filling {
        void fill(Database database, int releases);
    }

    static void fillVersionOne(Database database, int releases) {
        new Migrator(database, Schema.migrations().subList(0, 1), MigratorSettings.by("bench"))
                .run(_ -> {});
        database.run(tx -> {
            SampleRows.insert(tx, releases);
            tx.execute("drop table kingfisher_migration, kingfisher_migration_step cascade");
            tx.execute("create table alembic_version (version_num varchar(32) primary key)");
            tx.execute("insert into alembic_version values ('%s')".formatted(V1_HEAD));
        });
        database.<@Nullable Void>session(session -> {
            session.execute("vacuum analyze");
            return null;
        });
    }

    private OwnPostgres copy(String template, Filling filling) {
        if (made.add(template)) {
            administer("create database " + template);
            try (var database = Database.open(server.onDatabase(template).settings())) {
                filling.fill(database, releases);
            }
        }
        var name = "try_" + COPIES.incrementAndGet();
        administer("create database %s template %s strategy file_copy".formatted(name, template));
        administer("checkpoint");
        return server.onDatabase(name);
    }

    private void administer(String statement) {
        try (var database = Database.open(server.settings().withPoolSize(1))) {
            database.<Optional<Integer>>session(session -> Optional.of(session.execute(statement)));
        }
    }
}
