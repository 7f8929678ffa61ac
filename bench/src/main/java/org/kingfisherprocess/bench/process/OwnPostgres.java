package org.kingfisherprocess.bench.process;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.embedded.EmbeddedSettings;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// A PostgreSQL that belongs to nobody but the test: to the service it is one on another machine,
/// which may be stopped and started without its doing.
public final class OwnPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Optional<String> database;

    private OwnPostgres(EmbeddedPostgres server, Optional<String> database) {
        this.server = server;
        this.database = database;
    }

    /// Returns when it answers.
    ///
    /// @param programs the folder of another PostgreSQL's programs; empty: those that the service
    ///   brings
    public static OwnPostgres start(Path folder, Optional<Path> programs) {
        return start(folder, programs, Map.of());
    }

    /// Starts one that is stopped with this object.
    ///
    /// @param server settings of PostgreSQL's own
    public static OwnPostgres start(
            Path folder, Optional<Path> programs, Map<String, String> server) {
        var settings = EmbeddedSettings.DEFAULT.withPort(FreePorts.any()).withServer(server);
        return new OwnPostgres(
                EmbeddedPostgres.start(
                        folder, programs.map(settings::withPrograms).orElse(settings)),
                Optional.empty());
    }

    /// The same server, another of its databases. Closing either stops the server.
    public OwnPostgres onDatabase(String name) {
        return new OwnPostgres(server, Optional.of(name));
    }

    /// For the rooms of the service.
    public DatabaseSettings settings() {
        var settings = server.settings();
        return database.map(name -> settings.withUrl(settings.url().replaceAll("[^/]+$", name)))
                .orElse(settings);
    }

    /// As the service's setting has it.
    public String uri() {
        var settings = settings();
        return settings.url()
                .replaceFirst(
                        "^jdbc:postgresql://",
                        "postgresql://%s:%s@"
                                .formatted(
                                        settings.user(),
                                        URLEncoder.encode(
                                                settings.password(), StandardCharsets.UTF_8)));
    }

    /// As JDBC has it.
    public String url() {
        return JdbcUrls.of(settings());
    }

    public void stop() {
        server.stop();
    }

    public void startAgain() {
        server.startAgain();
    }

    @Override
    public void close() {
        server.close();
    }
}
