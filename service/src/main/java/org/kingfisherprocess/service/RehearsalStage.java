package org.kingfisherprocess.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.embedded.EmbeddedSettings;
import org.kingfisherprocess.service.sql.Database;

/// A PostgreSQL in a folder of its own, both gone once closed.
final class RehearsalStage implements AutoCloseable {
    /// Nothing in it has to outlive a power cut.
    private static final Map<String, String> FAST =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");

    private final Path folder;
    private final EmbeddedPostgres server;
    private final Database database;

    private RehearsalStage(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
        this.database = Database.open(server.settings());
    }

    static RehearsalStage open() {
        try {
            var folder = Files.createTempDirectory("kingfisher-process-rehearsal");
            return new RehearsalStage(
                    folder,
                    EmbeddedPostgres.start(folder, EmbeddedSettings.DEFAULT.withServer(FAST)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the rehearsal", e);
        }
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        server.stop();
        server.close();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot delete the folder of the rehearsal, " + folder, e);
        }
    }
}
