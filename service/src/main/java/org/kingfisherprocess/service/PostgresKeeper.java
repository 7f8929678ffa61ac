package org.kingfisherprocess.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the embedded PostgreSQL running until it is closed: starts it, starts it again when it has
/// died, stops it in the end. Whatever fails is tried again.
final class PostgresKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresKeeper.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration WATCH = Duration.ofMillis(500);

    private final Path folder;
    private final Terminal terminal;
    private final Function<Path, EmbeddedPostgres> starter;
    private final AtomicReference<Optional<DatabaseSettings>> place =
            new AtomicReference<>(Optional.empty());
    private final Thread thread =
            Thread.ofPlatform().daemon().name("postgres").unstarted(this::run);

    private PostgresKeeper(
            Path folder, Terminal terminal, Function<Path, EmbeddedPostgres> starter) {
        this.folder = folder;
        this.terminal = terminal;
        this.starter = starter;
    }

    /// Will run a PostgreSQL of its own: what a killed process left running is stopped first.
    PostgresKeeper(Path folder, Terminal terminal) {
        this(folder, terminal, EmbeddedPostgres::start);
    }

    /// The same, but what a killed keeper left running goes on, so that nobody who works on it
    /// notices.
    static PostgresKeeper thatTakesOver(Path folder, Terminal terminal) {
        return new PostgresKeeper(folder, terminal, EmbeddedPostgres::startOrTakeOver);
    }

    void start() {
        thread.start();
    }

    /// Where it is, once it has answered.
    Optional<DatabaseSettings> place() {
        return place.get();
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
            try (var embedded = starter.apply(folder)) {
                terminal.print("PostgreSQL runs in the data folder");
                terminal.print("  connect      %s".formatted(embedded.psqlLine()));
                while (true) {
                    place.set(Optional.of(embedded.settings()));
                    Thread.sleep(WATCH);
                    startAgain(embedded);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("PostgreSQL does not start, which is tried again", e);
                pause();
            }
        }
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
