package org.kingfisherprocess.service.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.ErrorPages;
import org.kingfisherprocess.service.http.HttpException;
import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.RequestObserver;
import org.kingfisherprocess.service.http.Routes;

/// A small web site of a government that publishes OCDS: lists of files, page by page without an
/// end, and the files.
final class Publisher implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int MOST_DIGITS = 7;

    private final Catalogue catalogue;
    private final HttpServer server;

    private Publisher(Catalogue catalogue) {
        this.catalogue = catalogue;
        var routes =
                Routes.builder()
                        .get("/list/{page}", this::list)
                        .get("/file/{number}", this::file)
                        .build();
        server =
                new HttpServer(HttpLimits.DEFAULTS, routes, ErrorPages.PLAIN, RequestObserver.NONE);
    }

    /// Listens on a free port of this machine.
    static Publisher start(Catalogue catalogue) {
        var publisher = new Publisher(catalogue);
        publisher.server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return publisher;
    }

    URI address() {
        return URI.create(
                "http://%s:%d"
                        .formatted(server.address().getHostString(), server.address().getPort()));
    }

    @Override
    public void close() {
        server.close();
    }

    private Answer list(Call call) {
        var files = new JsonArray();
        for (int number : catalogue.page(number(call, "page"))) {
            var offer = catalogue.offer(number);
            files.add(
                    new JsonObject()
                            .put("url", text(address().resolve("/file/" + number).toString()))
                            .put("name", text(offer.name()))
                            .put("data_type", text(offer.dataType()))
                            .put("documents", documents(offer)));
        }
        return Answer.json(OK, files.toString());
    }

    private Answer file(Call call) {
        var offer = catalogue.offer(number(call, "number"));
        return Answer.streamed(OK, Answer.JSON, offer.content()::writeTo);
    }

    private static int number(Call call, String name) {
        var text = call.pathParameter(name);
        if (!text.matches("\\d{1,%d}".formatted(MOST_DIGITS))) {
            throw new HttpException(NOT_FOUND, "nothing is here: " + call.path());
        }
        return Integer.parseInt(text);
    }

    private static JsonValue documents(Offer offer) {
        return offer.documents().isPresent()
                ? JsonNumber.of(offer.documents().getAsLong())
                : JsonLiteral.NULL;
    }

    private static JsonString text(String value) {
        return new JsonString(value);
    }
}
