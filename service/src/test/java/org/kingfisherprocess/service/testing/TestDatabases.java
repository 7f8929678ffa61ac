package org.kingfisherprocess.service.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.embedded.EmbeddedSettings;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// One PostgreSQL server for all tests of a JVM, kept in `target` so that the next run finds it
/// initialised, and a database for whoever asks. It is the bundled PostgreSQL, or the one whose
/// folder of programs the environment variable KINGFISHER_PROCESS_TEST_POSTGRES_BIN or the system
/// property kingfisher.test.postgres.bin names. Nothing is durable in it.
public final class TestDatabases {
    private static final Map<String, String> FAST =
            Map.of(
                    "fsync",
                    "off",
                    "synchronous_commit",
                    "off",
                    "full_page_writes",
                    "off",
                    "max_wal_size",
                    "512MB",
                    "max_prepared_transactions",
                    "4");

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable TestDatabases shared;

    private final EmbeddedPostgres server;
    private final Database administration;
    private final String template;

    private TestDatabases(EmbeddedPostgres server) {
        this.server = server;
        this.administration = Database.open(settings("postgres").withPoolSize(1));
        this.template = "template_v" + Schema.version();
        dropAll();
        create(template, "template0");
        try (var database = Database.open(settings(template).withPoolSize(2))) {
            Schema.upgrade(database, MigratorSettings.by("tests"), _ -> {});
        }
    }

    /// A fresh database with our tables, empty. Whoever opens it closes it.
    public static DatabaseSettings migrated() {
        var here = shared();
        return here.settings(here.create(here.template));
    }

    /// A fresh database with nothing in it.
    public static DatabaseSettings empty() {
        var here = shared();
        return here.settings(here.create("template0"));
    }

    /// Where the programs are that tests shall run, if not the bundled ones.
    public static Optional<Path> programs() {
        return Optional.ofNullable(System.getProperty("kingfisher.test.postgres.bin"))
                .or(() ->
                        Optional.ofNullable(System.getenv("KINGFISHER_PROCESS_TEST_POSTGRES_BIN")))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    /// Programs that tests of the server itself may start; unpacked already.
    public static Path anyPrograms() {
        return programs().orElseGet(() -> shared().server.programs());
    }

    private static synchronized TestDatabases shared() {
        if (shared == null) {
            var settings = EmbeddedSettings.DEFAULT.withServer(FAST);
            var chosen = programs().map(settings::withPrograms).orElse(settings);
            var server = EmbeddedPostgres.start(lockedFolder(), chosen);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            shared = new TestDatabases(server);
        }
        return shared;
    }

    /// The first of `target/postgresql-0`, `-1`, … that no other JVM is using. The lock is held
    /// until this JVM ends.
    private static Path lockedFolder() {
        var kind = programs().map(path -> "-" + Integer.toHexString(path.hashCode())).orElse("");
        try {
            for (var number = 0; ; number++) {
                var folder = Path.of("target", "postgresql" + kind + "-" + number).toAbsolutePath();
                Files.createDirectories(folder);
                if (lock(folder.resolve("lock")).isPresent()) {
                    return folder;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("resource") // open until the JVM ends: the channel is the lock
    private static Optional<FileLock> lock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return Optional.ofNullable(channel.tryLock());
    }

    private void dropAll() {
        administration.<@Nullable Void>session(session -> {
            var names =
                    session.query(
                            "select datname from pg_database where datname ~ '^(test|template_v)'",
                            row -> row.text("datname"));
            for (var name : names) {
                session.execute("drop database " + name);
            }
            return null;
        });
    }

    private String create(String from) {
        return create("test_" + COUNT.incrementAndGet(), from);
    }

    private synchronized String create(String name, String from) {
        administration.<@Nullable Void>session(session -> {
            session.execute("create database " + name + " template " + from);
            return null;
        });
        return name;
    }

    private DatabaseSettings settings(String database) {
        var settings = server.settings();
        return settings.withUrl(settings.url().replaceAll("[^/]+$", database));
    }
}
