package org.kingfisherprocess.service;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// Where PostgreSQL is, for a process that does not run it: the configured one, or the embedded one
/// for as long as that answers. It may come back on another port, so it is to be asked again.
record DatabasePlace(Supplier<Optional<DatabaseSettings>> now) {
    private static final int PAGE_CONNECTIONS = 4;
    private static final Duration PAGE_PATIENCE = Duration.ofSeconds(2);

    static DatabasePlace of(Settings settings) {
        var configured = settings.database().map(DatabaseAccess::connection);
        return new DatabasePlace(
                () -> configured.or(() -> EmbeddedPostgres.running(settings.dataDirectory())));
    }

    /// For the pages: a pool of their own, since people do not wait for a PostgreSQL that is away,
    /// and pages must not take connections from loading.
    Supplier<Optional<DatabaseSettings>> forPages() {
        return () ->
                now.get()
                        .map(known ->
                                known.withPoolSize(PAGE_CONNECTIONS)
                                        .withApplicationName("kingfisher-process pages")
                                        .withTimeouts(PAGE_PATIENCE, PAGE_PATIENCE));
    }
}
