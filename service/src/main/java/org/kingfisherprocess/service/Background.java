package org.kingfisherprocess.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.steps.LoadObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All behind the acknowledgement: PostgreSQL, its schema and the loaders. Started once intake
/// serves, and never in its way: whatever fails here is tried again until it works, while the spool
/// takes what comes.
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int PAGE_CONNECTIONS = 4;
    private static final Duration PAGE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration WATCH = Duration.ofMillis(500);

    private final Settings settings;
    private final Wiring wiring;
    private final Terminal terminal;
    private final LoadObserver observer;
    private final AtomicReference<Optional<DatabaseSettings>> place =
            new AtomicReference<>(Optional.empty());
    private final Thread thread =
            Thread.ofPlatform().daemon().name("background").unstarted(this::run);

    Background(Settings settings, Wiring wiring, Terminal terminal, LoadObserver observer) {
        this.settings = settings;
        this.wiring = wiring;
        this.terminal = terminal;
        this.observer = observer;
    }

    void start() {
        thread.start();
    }

    /// Where PostgreSQL is, once that is known, for the pages: a pool of their own, since people do
    /// not wait for a PostgreSQL that is away, and pages must not take connections from loading.
    Optional<DatabaseSettings> placeForPages() {
        return place.get()
                .map(known ->
                        known.withPoolSize(PAGE_CONNECTIONS)
                                .withApplicationName("kingfisher-process pages")
                                .withTimeouts(PAGE_PATIENCE, PAGE_PATIENCE));
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (settings.database().isPresent()) {
                    work(DatabaseAccess.connection(settings.database().get()), Optional.empty());
                } else {
                    workOnEmbedded();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error(
                        "nothing is loaded for now, which is tried again; submissions are acknowledged all the same",
                        e);
                pause();
            }
        }
    }

    private void workOnEmbedded() throws InterruptedException {
        try (var embedded = EmbeddedPostgres.start(settings.dataDirectory())) {
            terminal.print("PostgreSQL runs in the data folder");
            terminal.print("  connect      %s".formatted(embedded.psqlLine()));
            while (true) { // once more where PostgreSQL came back on another port
                work(embedded.settings(), Optional.of(embedded));
            }
        }
    }

    private void work(DatabaseSettings known, Optional<EmbeddedPostgres> embedded)
            throws InterruptedException {
        place.set(Optional.of(known));
        int loaders = settings.load().loaders();
        int workers = settings.steps().workers();
        // Each loader and worker holds one connection at a time.
        int connections = loaders + workers + StepThreads.OWN_CONNECTIONS + 2;
        try (var database = Database.open(known.withPoolSize(connections))) {
            if (!prepare(database, embedded, known)) {
                return;
            }
            try (var spool = wiring.openSpoolReader();
                    var _ =
                            WorkerThreads.start(
                                    "load", wiring.load(spool, database, observer), loaders);
                    var _ = StepThreads.start(wiring, database, workers);
                    var _ = wiring.scheduledJobs().start(known)) {
                terminal.print(
                        "Ready: files are loaded, upgraded and compiled as they come. Press Ctrl-C to stop.");
                watch(embedded, known);
            }
        }
    }

    /// Waits for PostgreSQL and brings the schema to our version. Returns false if PostgreSQL has
    /// moved to another port.
    private static boolean prepare(
            Database database, Optional<EmbeddedPostgres> embedded, DatabaseSettings known)
            throws InterruptedException {
        while (!hasMoved(embedded, known)) {
            try {
                DatabaseAccess.upgrade(database, event -> LOG.info("{}", event.text()));
                return true;
            } catch (DatabaseException | MigrationException e) {
                LOG.warn(
                        "the tables cannot be brought to our version, which is tried again: {}",
                        e.getMessage());
                embedded.ifPresent(Background::startAgain);
                Thread.sleep(RETRY);
            }
        }
        return false;
    }

    /// Returns when PostgreSQL has moved to another port.
    private static void watch(Optional<EmbeddedPostgres> embedded, DatabaseSettings known)
            throws InterruptedException {
        while (!hasMoved(embedded, known)) {
            Thread.sleep(WATCH);
            embedded.ifPresent(Background::startAgain);
        }
    }

    private static boolean hasMoved(Optional<EmbeddedPostgres> embedded, DatabaseSettings known) {
        return embedded.filter(postgres -> !postgres.settings().equals(known)).isPresent();
    }

    private static void startAgain(EmbeddedPostgres embedded) {
        try {
            embedded.startAgain();
        } catch (RuntimeException e) {
            LOG.warn("PostgreSQL does not start, which is tried again", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
