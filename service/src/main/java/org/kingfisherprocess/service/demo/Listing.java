package org.kingfisherprocess.service.demo;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;

/// The publisher's lists, read page by page, and the files that they name: what the spiders of one
/// crawl share. Thread-safe.
final class Listing implements AutoCloseable {
    private static final int OK = 200;

    private final URI publisher;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Listed> read = new ArrayDeque<>();
    private int page;

    Listing(URI publisher) {
        this.publisher = publisher;
    }

    /// A file that no spider has been given yet.
    synchronized Listed next() throws IOException, InterruptedException {
        while (read.isEmpty()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(publisher.resolve("/list/" + page)).build(),
                            BodyHandlers.ofString());
            require(answer.statusCode(), publisher);
            take(answer.body());
            page++;
        }
        return read.remove();
    }

    /// Keeps a file on the spider's own disk, as spiders do.
    void fetch(Listed file, Path target) throws IOException, InterruptedException {
        var answer =
                client.send(
                        HttpRequest.newBuilder(file.url()).build(),
                        BodyHandlers.ofFile(target, CREATE, WRITE, TRUNCATE_EXISTING));
        require(answer.statusCode(), file.url());
    }

    @Override
    public void close() {
        client.close();
    }

    private void take(String json) {
        if (JsonReader.read(json) instanceof JsonArray files) {
            for (var value : files) {
                if (value instanceof JsonObject file) {
                    read.add(listed(file));
                }
            }
        }
    }

    private static Listed listed(JsonObject file) {
        return new Listed(
                URI.create(text(file, "url")),
                text(file, "name"),
                text(file, "data_type"),
                file.get("documents") instanceof JsonNumber documents
                        ? OptionalLong.of(Long.parseLong(documents.text()))
                        : OptionalLong.empty());
    }

    private static String text(JsonObject file, String name) {
        return file.get(name) instanceof JsonString text ? text.value() : "";
    }

    private static void require(int status, URI url) throws IOException {
        if (status != OK) {
            throw new IOException("%s was answered with %d".formatted(url, status));
        }
    }
}
