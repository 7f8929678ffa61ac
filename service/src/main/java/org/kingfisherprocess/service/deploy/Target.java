package org.kingfisherprocess.service.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// The running server as its clients see it.
///
/// @param base for example `http://127.0.0.1:5000`
/// @param key one that clients may send
public record Target(URI base, String key) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Asks on a connection of its own, as most clients come.
    HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).GET().build());
    }

    /// Sends a form to a submit route.
    HttpResponse<String> submit(String route, Map<String, String> fields) throws IOException {
        var form =
                fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return send(
                HttpRequest.newBuilder(base.resolve("/api/v1/submit/" + route + "/"))
                        .timeout(PATIENCE)
                        .header("Authorization", "ApiKey " + key)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try (var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
