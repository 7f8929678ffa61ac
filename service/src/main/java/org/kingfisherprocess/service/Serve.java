package org.kingfisherprocess.service;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.metrics.Metrics;
import org.kingfisherprocess.service.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server in one process: intake first, since it needs only the disk; then the database and
/// loading, which may take as long as they like.
final class Serve {
    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);

    private final Settings settings;
    private final Wiring wiring;
    private final Terminal terminal;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    Serve(Settings settings, Wiring wiring, Terminal terminal) {
        this.settings = settings;
        this.wiring = wiring;
        this.terminal = terminal;
    }

    /// Serves until the process is told to stop; then answers what is under way, and stops
    /// everything that it started.
    int untilStopped() throws InterruptedException {
        var hook = Thread.ofPlatform().name("stop").unstarted(this::stopAndWait);
        Runtime.getRuntime().addShutdownHook(hook);
        try (var _ =
                DataFolder.own(
                        settings.dataDirectory(),
                        "kingfisher-process serve on " + Front.text(settings.listen()))) {
            serve();
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    private void serve() throws InterruptedException {
        var view = wiring.viewSpool();
        try (var postgres = new PostgresKeeper(settings.dataDirectory(), terminal);
                var metrics =
                        new Metrics(Release.version(), view::status, InstantSource.system())) {
            var place =
                    settings.database().isPresent()
                            ? DatabasePlace.of(settings)
                            : new DatabasePlace(postgres::place);
            try (var background =
                            new Background(
                                    settings,
                                    wiring,
                                    terminal,
                                    Background.Observers.of(metrics),
                                    place,
                                    DatabaseAccess::upgrade);
                    var front = new Front(settings, wiring, view, metrics, place)) {
                front.listen();
                front.welcome(terminal);
                if (settings.database().isEmpty()) {
                    postgres.start();
                }
                background.start();
                metrics.watchProcess();
                stop.await();
                terminal.tell("Stopping: what is under way is answered first.");
            }
        }
        terminal.tell("Stopped.");
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            LOG.warn("interrupted while stopping", e);
        }
    }
}
