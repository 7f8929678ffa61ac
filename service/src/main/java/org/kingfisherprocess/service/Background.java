package org.kingfisherprocess.service;

import java.time.Duration;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.metrics.Metrics;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.steps.LoadObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All behind the acknowledgement: PostgreSQL's schema and the loaders. Started once intake serves,
/// and never in its way: whatever fails here is tried again until it works, while the spool takes
/// what comes.
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration WATCH = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Settings settings;
    private final Wiring wiring;
    private final Terminal terminal;
    private final Observers observers;
    private final DatabasePlace place;
    private final Upgrade upgrade;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("background").unstarted(this::run);

    /// Brings the tables to our version, as far as that may be done now.
    interface Upgrade {
        void run(Database database, MigrationListener listener);
    }

    /// Who is told what is done, for metrics.
    record Observers(LoadObserver load, StepObserver steps) {
        static Observers of(Metrics metrics) {
            return new Observers(metrics.load(), metrics.steps());
        }
    }

    Background(
            Settings settings,
            Wiring wiring,
            Terminal terminal,
            Observers observers,
            DatabasePlace place,
            Upgrade upgrade) {
        this.settings = settings;
        this.wiring = wiring;
        this.terminal = terminal;
        this.observers = observers;
        this.place = place;
        this.upgrade = upgrade;
    }

    void start() {
        thread.start();
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
                var known = place.now().get();
                if (known.isPresent()) {
                    work(known.get());
                } else {
                    Thread.sleep(LOOK);
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

    private void work(DatabaseSettings known) throws InterruptedException {
        int loaders = settings.load().loaders();
        int workers = settings.steps().workers();
        // Each loader and worker holds one connection at a time.
        int connections = loaders + workers + StepThreads.OWN_CONNECTIONS + 2;
        try (var database = Database.open(known.withPoolSize(connections))) {
            if (!prepare(database, known)) {
                return;
            }
            try (var spool = wiring.openSpoolReader();
                    var _ =
                            WorkerThreads.start(
                                    "load",
                                    wiring.load(spool, database, observers.load()),
                                    loaders);
                    var _ = StepThreads.start(wiring, database, workers, observers.steps());
                    var _ = wiring.scheduledJobs().start(known)) {
                terminal.print(
                        "Ready: files are loaded, upgraded and compiled as they come. Press Ctrl-C to stop.");
                watch(known);
            }
        }
    }

    /// Waits for PostgreSQL and for tables that we can work with. Adds to them what is missing,
    /// unless somebody does that already: then loading begins as soon as it can, and does not wait
    /// for the end. Returns false if PostgreSQL has moved to another port.
    private boolean prepare(Database database, DatabaseSettings known) throws InterruptedException {
        var told = "";
        while (!hasMoved(known)) {
            try {
                var range = database.transaction(Schema::range);
                if (range.ready()) {
                    return true;
                }
                if (range.state().adopting() || database.<Boolean>transaction(Migrator::underWay)) {
                    Thread.sleep(WATCH); // somebody began it, and sees to its end
                } else {
                    upgrade.run(database, event -> LOG.info("{}", event.text()));
                    if (!database.<Boolean>transaction(Schema::ready)) {
                        Thread.sleep(WATCH); // what is left is for whoever deploys
                    }
                }
            } catch (DatabaseException | MigrationException e) {
                var reason = String.valueOf(e.getMessage());
                if (!reason.equals(told)) { // it may take a day until somebody makes them ours
                    LOG.warn(
                            "the tables cannot be brought to our version, which is tried again: {}",
                            reason);
                    told = reason;
                }
                Thread.sleep(RETRY);
            }
        }
        return false;
    }

    /// Returns when PostgreSQL has moved to another port.
    private void watch(DatabaseSettings known) throws InterruptedException {
        while (!hasMoved(known)) {
            Thread.sleep(WATCH);
        }
    }

    /// One that does not answer may come back where it was.
    private boolean hasMoved(DatabaseSettings known) {
        return place.now().get().filter(now -> !now.equals(known)).isPresent();
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
