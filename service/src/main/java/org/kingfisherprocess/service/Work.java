package org.kingfisherprocess.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process that does steps and nothing else: on a further machine, without HTTP or a spool.
final class Work {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Settings settings;
    private final Wiring wiring;
    private final Terminal terminal;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    Work(Settings settings, Wiring wiring, Terminal terminal) {
        this.settings = settings;
        this.wiring = wiring;
        this.terminal = terminal;
    }

    /// Works until the process is told to stop; then ends the steps in hand.
    int untilStopped(int workers) throws InterruptedException {
        var address =
                settings.database()
                        .orElseThrow(() ->
                                new RefusedException(
                                        "work needs the PostgreSQL that the servers use: set KINGFISHER_PROCESS_DB_URI. The embedded"
                                                + " one is the server's own, which does its steps itself"));
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::stopAndWait));
        var place =
                DatabaseAccess.connection(address)
                        .withPoolSize(workers + StepThreads.OWN_CONNECTIONS)
                        .withApplicationName("kingfisher-process work");
        try (var database = Database.open(place)) {
            if (awaitTables(database)) {
                work(database, workers);
            }
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    private void work(Database database, int workers) throws InterruptedException {
        try (var _ = StepThreads.start(wiring, database, workers, StepObserver.NONE)) {
            terminal.print("Ready: %d threads do steps. Press Ctrl-C to stop.".formatted(workers));
            stop.await();
            terminal.tell("Stopping: the steps in hand end first.");
        }
        terminal.tell("Stopped.");
    }

    /// Returns false if it was told to stop meanwhile.
    private boolean awaitTables(Database database) throws InterruptedException {
        do {
            try {
                if (database.transaction(Schema::ready)) {
                    return true;
                }
                LOG.warn(
                        "waiting: the tables are of another version than {}, which this release works with; start its server, or"
                                + " run upgrade-database",
                        Schema.version());
            } catch (DatabaseException e) {
                LOG.warn("waiting for PostgreSQL: {}", e.getMessage());
            }
        } while (!stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
        return false;
    }

    /// Returns at once.
    void stop() {
        stop.countDown();
    }

    private void stopAndWait() {
        stop();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            LOG.warn("interrupted while stopping", e);
        }
    }
}
