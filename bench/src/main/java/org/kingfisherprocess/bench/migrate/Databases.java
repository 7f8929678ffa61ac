package org.kingfisherprocess.bench.migrate;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.schema.SampleDatabase;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;

/// A PostgreSQL with databases full of rows, each made once and copied for every try. It writes as
/// durably as by default.
final class Databases implements AutoCloseable {
    private static final AtomicInteger COPIES = new AtomicInteger();

    /// What a PostgreSQL of this size would be given; the defaults would make a checkpoint every
    /// few seconds.
    private static final Map<String, String> SERVER =
            Map.of(
                    "max_wal_size",
                    "4GB",
                    "shared_buffers",
                    "512MB",
                    "maintenance_work_mem",
                    "256MB");

    private final OwnPostgres server;
    private final Set<String> made = new HashSet<>();

    private Databases(OwnPostgres server) {
        this.server = server;
    }

    static Databases start(Plan plan) {
        var folder = Folders.empty(plan.work().resolve("database"));
        return new Databases(OwnPostgres.start(folder, plan.programs(), SERVER));
    }

    /// A database as version 1 leaves it.
    OwnPostgres ofVersionOne(int releases) {
        return copy(
                "template_v1_" + releases,
                database -> SampleDatabase.fillAsVersionOne(database, releases));
    }

    /// A database of ours, at this release's version.
    OwnPostgres ofOurs(int releases) {
        return copy(
                "template_ours_" + releases,
                database -> SampleDatabase.fill(database, Schema.version(), releases));
    }

    /// A database of ours without rows, to compare an adopted one with.
    OwnPostgres ofOursEmpty() {
        return copy(
                "template_empty",
                database -> Schema.upgrade(database, MigratorSettings.by("bench"), _ -> {}));
    }

    void drop(OwnPostgres database) {
        var name = database.url().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        administer("drop database if exists %s with (force)".formatted(name));
    }

    @Override
    public void close() {
        server.close();
    }

    private OwnPostgres copy(String template, Consumer<Database> filling) {
        if (made.add(template)) {
            administer("create database " + template);
            try (var database = Database.open(server.onDatabase(template).settings())) {
                filling.accept(database);
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
