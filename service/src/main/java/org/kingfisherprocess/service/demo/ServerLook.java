package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// What the server says of itself: its metrics, and its supervisor's status.
final class ServerLook implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Pattern WAITING =
            Pattern.compile("(?m)^kingfisher_process_spool_submissions ([0-9.E+]+)$");

    private final HttpRequest metrics;
    private final Path run;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    ServerLook(URI server, Path data) {
        metrics =
                HttpRequest.newBuilder(server.resolve("/prometheus/metrics"))
                        .timeout(PATIENCE)
                        .build();
        run = data.resolve("run");
    }

    /// How many submissions wait on disk; empty if it does not say.
    OptionalLong waiting() throws InterruptedException {
        try {
            return waiting(client.send(metrics, BodyHandlers.ofString()).body());
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong waiting(String metrics) {
        var match = WAITING.matcher(metrics);
        return match.find()
                ? OptionalLong.of((long) Double.parseDouble(match.group(1)))
                : OptionalLong.empty();
    }

    /// The generations that there are; none while no supervisor answers.
    List<Generation> generations() {
        try (var connection = ControlSocket.connect(run).orElse(null)) {
            if (connection == null) {
                return List.of();
            }
            connection.send(Message.of("status"));
            return connection.receive().map(Generation::of).orElse(List.of());
        } catch (UncheckedIOException _) {
            return List.of(); // it has left meanwhile
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
