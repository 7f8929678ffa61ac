package org.kingfisherprocess.bench.process;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.embedded.EmbeddedSettings;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// A PostgreSQL that belongs to nobody but the test: to the service it is one on another machine,
/// which may be stopped and started without its doing.
public final class OwnPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;

    private OwnPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /// Returns when it answers.
    ///
    /// @param programs the folder of another PostgreSQL's programs; empty: those that the service
    ///   brings
    public static OwnPostgres start(Path folder, Optional<Path> programs) {
        var settings = EmbeddedSettings.DEFAULT.withPort(FreePorts.any());
        return new OwnPostgres(
                EmbeddedPostgres.start(
                        folder, programs.map(settings::withPrograms).orElse(settings)));
    }

    /// As the service's setting has it.
    public String uri() {
        var settings = server.settings();
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
        return JdbcUrls.of(server.settings());
    }

    /// For connections of the test's own.
    public DatabaseSettings settings() {
        return server.settings();
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
