package org.kingfisherprocess.service;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.metrics.Metrics;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.ReadLimits;
import org.kingfisherprocess.service.web.HtmlErrorPages;
import org.kingfisherprocess.service.web.Pages;
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
        try (var folder =
                DataFolder.own(
                        settings.dataDirectory(),
                        "kingfisher-process serve on " + text(settings.listen()))) {
            serve(folder.path());
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    private void serve(Path folder) throws InterruptedException {
        var keys = KeptApiKey.configuredOrKept(settings.apiKeys(), folder);
        var view = wiring.viewSpool();
        try (var spool = wiring.openSpool();
                var metrics = new Metrics(Release.version(), view::status, InstantSource.system());
                var background = new Background(settings, wiring, terminal, metrics.load());
                var forPages = Database.openOnceKnown(background::placeForPages)) {
            var routes = Routes.builder();
            wiring.intake(keys, spool).addTo(routes);
            metrics.addTo(routes);
            new Pages(
                            Release.version(),
                            forPages,
                            ReadLimits.DEFAULTS,
                            view::status,
                            InstantSource.system())
                    .addTo(routes);
            try (var http =
                    new HttpServer(
                            RequestLimits.of(settings.intake()),
                            routes.build(),
                            new HtmlErrorPages(Release.version()),
                            metrics.requests())) {
                listen(http);
                welcome(folder, keys, http.address());
                background.start();
                stop.await();
                terminal.tell("Stopping: what is under way is answered first.");
            }
        }
        terminal.tell("Stopped.");
    }

    private void listen(HttpServer http) {
        var host = settings.listen().getHostString();
        try {
            http.start(new InetSocketAddress(host, settings.listen().getPort()));
        } catch (IllegalStateException e) {
            throw new RefusedException(
                    "%s; choose another address with KINGFISHER_PROCESS_LISTEN"
                            .formatted(e.getMessage()));
        }
    }

    private void welcome(Path folder, List<String> keys, InetSocketAddress address) {
        var base = "http://" + text(address);
        terminal.print("Kingfisher Process listens on %s".formatted(base));
        terminal.print("  data folder  %s".formatted(folder));
        terminal.print(
                "  API key      %s"
                        .formatted(
                                settings.apiKeys().isEmpty()
                                        ? keys.getFirst()
                                        : "as configured (%d)".formatted(keys.size())));
        terminal.print("  pages        %s/app".formatted(base));
        terminal.print(
                "  try          curl -H 'Authorization: ApiKey %s' -F collection_source=try"
                                .formatted(settings.apiKeys().isEmpty() ? keys.getFirst() : "KEY")
                        + " -F 'collection_data_version=2026-01-31 10:00:00' -F file_name=file.json -F url=https://example.com/file.json"
                        + " -F data_type=release_package -F file=@FILE %s/api/v1/submit/file/"
                                .formatted(base));
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            LOG.warn("interrupted while stopping", e);
        }
    }

    private static String text(InetSocketAddress address) {
        var host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
