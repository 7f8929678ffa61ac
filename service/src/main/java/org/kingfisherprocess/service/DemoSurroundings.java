package org.kingfisherprocess.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.kingfisherprocess.service.demo.Surroundings;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.release.ReleaseFolder;
import org.kingfisherprocess.service.schema.SampleDatabase;
import org.kingfisherprocess.service.sql.Database;

/// What the demonstration needs of the other rooms.
final class DemoSurroundings implements Surroundings {
    private static final int CONNECTIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public void logWarningsAlone() {
        Logging.warningsAlone();
    }

    @Override
    public Optional<Path> distribution() {
        return ReleasePlace.own().map(ReleaseFolder::path);
    }

    @Override
    public String release() {
        var release = Release.describe();
        return release.shortCommit().isEmpty()
                ? release.version()
                : release.version() + "-" + release.shortCommit();
    }

    @Override
    public void makeVersionOne(Path dataFolder, int releases) {
        try (var embedded = EmbeddedPostgres.start(dataFolder);
                var database = Database.open(embedded.settings())) {
            SampleDatabase.fillAsVersionOne(database, releases);
        }
    }

    @Override
    public Database database(Path dataFolder, String name) {
        return Database.following(() ->
                EmbeddedPostgres.running(dataFolder)
                        .map(settings ->
                                settings.withPoolSize(CONNECTIONS)
                                        .withApplicationName(name)
                                        .withTimeouts(PATIENCE, PATIENCE)));
    }
}
