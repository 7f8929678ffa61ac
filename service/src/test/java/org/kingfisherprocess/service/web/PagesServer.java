package org.kingfisherprocess.service.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.RequestObserver;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.spool.SpoolStatus;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.store.ReadLimits;

/// A server with our pages over a real database, and a browser's requests to it.
final class PagesServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

    static final SpoolStatus EMPTY =
            new SpoolStatus(
                    0, 0, Optional.empty(), 0, 0, 1, 1, 1, 50L << 30, 1L << 30, Optional.of("1"));

    static final SpoolStatus WAITING =
            new SpoolStatus(
                    1234,
                    5L << 20,
                    Optional.of(NOW.minus(Duration.ofMinutes(3))),
                    2,
                    0,
                    1,
                    1,
                    1,
                    50L << 30,
                    1L << 30,
                    Optional.of("1"));

    private final AtomicReference<SpoolStatus> spool = new AtomicReference<>(EMPTY);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Database database;
    private final HttpServer server;

    PagesServer(DatabaseSettings settings) {
        database =
                Database.open(
                        settings.withPoolSize(2)
                                .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        var routes = Routes.builder();
        new Pages(
                        "1.2.3",
                        database,
                        new ReadLimits(Duration.ofSeconds(5), Duration.ofMillis(200)),
                        spool::get,
                        InstantSource.fixed(NOW))
                .addTo(routes);
        server =
                new HttpServer(
                        HttpLimits.DEFAULTS,
                        routes.build(),
                        new HtmlErrorPages("1.2.3"),
                        RequestObserver.NONE);
        server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    void spoolIs(SpoolStatus status) {
        spool.set(status);
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
    }

    HttpResponse<String> get(String path, String accept) {
        try {
            var request = HttpRequest.newBuilder(address(path)).header("Accept", accept).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return get(path, "text/html");
    }

    /// The page, which must be answered with 200.
    Document page(String path) {
        var answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return Jsoup.parse(answer.body(), address(path).toString());
    }

    @Override
    public void close() {
        client.close();
        server.close();
        database.close();
    }
}
