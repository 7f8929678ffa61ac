package org.kingfisherprocess.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.http.DrainReport;
import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.Linger;
import org.kingfisherprocess.service.http.RequestObserver;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.intake.TrialSubmission;
import org.kingfisherprocess.service.metrics.Metrics;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.spool.SpoolView;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.ReadLimits;
import org.kingfisherprocess.service.web.HtmlErrorPages;
import org.kingfisherprocess.service.web.Pages;

/// All that answers requests: the keys, the spool's writer, the pages and the HTTP server. Needs
/// the disk alone.
final class Front implements AutoCloseable {
    private static final int OK = 200;

    private final Settings settings;
    private final Path folder;
    private final List<String> keys;
    private final SpoolWriter spool;
    private final Database forPages;
    private final HtmlErrorPages errorPages = new HtmlErrorPages(Release.version());
    private final Pages pages;
    private final HttpLimits limits;
    private final Routes routes;
    private final HttpServer http;

    Front(Settings settings, Wiring wiring, SpoolView view, Metrics metrics, DatabasePlace place) {
        this.settings = settings;
        folder = settings.dataDirectory();
        keys = KeptApiKey.configuredOrKept(settings.apiKeys(), folder);
        spool = wiring.openSpool();
        forPages = Database.following(place.forPages());
        var addresses = Routes.builder();
        wiring.intake(keys, spool).addTo(addresses);
        metrics.addTo(addresses);
        pages =
                new Pages(
                        Release.version(),
                        forPages,
                        ReadLimits.DEFAULTS,
                        view::status,
                        InstantSource.system(),
                        tx -> Schema.range(tx).reason());
        pages.addTo(addresses);
        limits = RequestLimits.of(settings.intake());
        routes = addresses.build();
        http = new HttpServer(limits, routes, errorPages, metrics.requests());
    }

    void listen() {
        var host = settings.listen().getHostString();
        try {
            http.start(new InetSocketAddress(host, settings.listen().getPort()));
        } catch (IllegalStateException e) {
            throw new RefusedException(
                    "%s; choose another address with KINGFISHER_PROCESS_LISTEN"
                            .formatted(e.getMessage()));
        }
    }

    /// Tries what answering needs, and what a broken release or disk would not do.
    ///
    /// @throws RuntimeException if it cannot
    void requireReady() {
        spool.requireWritable();
        pages.requireReady();
        var _ = errorPages.page(OK, "ready");
        requireUnderstandsSubmissions();
    }

    /// On a socket of its own, since this process has not been given the one that clients know.
    private void requireUnderstandsSubmissions() {
        var trial = new HttpServer(limits, routes, errorPages, RequestObserver.NONE);
        try {
            trial.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            TrialSubmission.requireRefused(trial.address(), keys.getFirst());
        } finally {
            trial.stop();
        }
    }

    void listenOn(ServerSocketChannel inherited) {
        http.start(inherited);
    }

    DrainReport drain(Linger linger) {
        return http.drain(linger);
    }

    void welcome(Terminal terminal) {
        var base = "http://" + text(http.address());
        var shown = settings.apiKeys().isEmpty() ? keys.getFirst() : "KEY";
        terminal.print("Kingfisher Process listens on %s".formatted(base));
        terminal.print("  data folder  %s".formatted(folder));
        terminal.print(
                "  API key      %s"
                        .formatted(
                                settings.apiKeys().isEmpty()
                                        ? shown
                                        : "as configured (%d)".formatted(keys.size())));
        terminal.print("  pages        %s/app".formatted(base));
        terminal.print(
                "  try          curl -H 'Authorization: ApiKey %s' -F collection_source=try"
                                .formatted(shown)
                        + " -F 'collection_data_version=2026-01-31 10:00:00' -F file_name=file.json -F url=https://example.com/file.json"
                        + " -F data_type=release_package -F file=@FILE %s/api/v1/submit/file/"
                                .formatted(base));
    }

    @Override
    public void close() {
        http.close();
        forPages.close();
        spool.close();
    }

    static String text(InetSocketAddress address) {
        var host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
