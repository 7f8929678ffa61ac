package org.kingfisherprocess.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;

/// Makes the caches from which a server and a worker start in a fraction of the time: runs this
/// release once, in a folder and on a port of its own, with a few requests, while each process
/// records what it loads and links; the JVM writes that down when the process ends.
///
/// A cache fits one JDK and one class path, so it is made where the release lies and not when it is
/// packed. A JVM leaves one of another JDK unread, but not one of other classes in jars of the same
/// names: so its name has a checksum of the code, and the launcher looks for that name.
final class QuickStart {
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(3);
    private static final Duration STOPPED_WITHIN = Duration.ofMinutes(5);
    private static final int ROUNDS = 20;
    private static final String KEY = "training";
    private static final List<String> ROLES = List.of("server", "worker");
    private static final List<String> PAGES = List.of("/", "/app", "/prometheus/metrics");
    private static final String LISTENS = "listens on ";
    private static final String OWN = "KINGFISHER_PROCESS_";

    /// The launcher's checksum of this release's own jars.
    private static final String CODE = System.getProperty("kingfisher.code", "unknown");

    private final Path launcher;
    private final Path caches;
    private final Terminal terminal;

    /// @param launcher of the release to prepare
    QuickStart(Path launcher, Terminal terminal) throws IOException {
        this.launcher = launcher.toRealPath();
        this.caches = Files.createDirectories(this.launcher.resolveSibling("cache"));
        this.terminal = terminal;
    }

    void prepare() throws IOException, InterruptedException {
        deleteOld(); // or else a process would use its own, and record none
        var folder = Files.createTempDirectory("kingfisher-process-training-");
        try {
            train(folder);
        } finally {
            delete(folder);
        }
        for (var role : ROLES) {
            var made = unfinished(role);
            if (!Files.exists(made)) {
                throw new RefusedException(
                        "the %s wrote no cache; this release works without, and starts more slowly"
                                .formatted(role));
            }
            Files.move(made, cache(role), StandardCopyOption.ATOMIC_MOVE);
            terminal.print("%s (%,d bytes)".formatted(cache(role), Files.size(cache(role))));
        }
    }

    private void train(Path folder) throws IOException, InterruptedException {
        var log = folder.resolve("log");
        var builder =
                new ProcessBuilder(launcher.toString(), "serve")
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(log.toFile());
        var environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith(OWN) && !name.equals(OWN + "JAVA_HOME"));
        environment.put(OWN + "CONFIG", folder.resolve("none.ini").toString());
        environment.put(OWN + "DATA_DIR", folder.resolve("data").toString());
        environment.put(OWN + "LISTEN", "127.0.0.1:0");
        environment.put(OWN + "WEB_API_KEYS", KEY);
        environment.put(OWN + "SPOOL_RESERVE", "0");
        environment.put(OWN + "STOP_LIMIT", STOPPED_WITHIN.toSeconds() + "s");
        for (var role : ROLES) {
            environment.put(
                    OWN + role.toUpperCase(java.util.Locale.ROOT) + "_JAVA_OPTIONS",
                    "-XX:AOTCacheOutput=" + unfinished(role));
        }
        var serving = builder.start();
        try {
            ask(awaitAddress(serving, folder.resolve("out"), log));
        } finally {
            serving.destroy();
            if (!serving.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                serving.destroyForcibly();
            }
        }
    }

    /// Waits until files are loaded too, so that what that takes is recorded.
    private URI awaitAddress(Process serving, Path out, Path log)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + STARTED_WITHIN.toNanos();
        while (System.nanoTime() < deadline && serving.isAlive()) {
            var said = Files.readString(out);
            if (said.contains("Ready:")) {
                return address(said).orElseThrow();
            }
            Thread.sleep(100);
        }
        var address = address(Files.readString(out));
        return address.orElseThrow(() ->
                new RefusedException(
                        "this release did not start: "
                                + String.join(System.lineSeparator(), lines(log))));
    }

    private static void ask(URI address) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            for (var round = 1; round <= ROUNDS; round++) {
                for (var page : PAGES) {
                    client.send(
                            HttpRequest.newBuilder(address.resolve(page)).build(),
                            BodyHandlers.discarding());
                }
                client.send(submission(address, round), BodyHandlers.discarding());
            }
        }
    }

    private static HttpRequest submission(URI address, int round) {
        var fields =
                new String[][] {
                    {"collection_source", "training"},
                    {"collection_data_version", "2026-01-31 10:00:00"},
                    {"file_name", round + ".json"},
                    {"url", "https://example.org/" + round},
                    {"data_type", "release_package"},
                    {"data", "{\"releases\":[{\"ocid\":\"ocds-213czf-%d\"}]}".formatted(round)}
                };
        var body = new StringBuilder();
        for (var field : fields) {
            body.append(
                    "--cut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                            .formatted(field[0], field[1]));
        }
        return HttpRequest.newBuilder(address.resolve("/api/v1/submit/file/"))
                .header("Authorization", "ApiKey " + KEY)
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(HttpRequest.BodyPublishers.ofString(body + "--cut--\r\n"))
                .build();
    }

    private static Optional<URI> address(String said) {
        return said.lines()
                .filter(line -> line.contains(LISTENS))
                .findFirst()
                .map(line -> URI.create(line.substring(line.indexOf(LISTENS) + LISTENS.length())));
    }

    private void deleteOld() throws IOException {
        try (var files = Files.newDirectoryStream(caches, "*.aot")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }

    private Path cache(String role) {
        return caches.resolve("%s-%s.aot".formatted(role, CODE));
    }

    private Path unfinished(String role) {
        return caches.resolve(role + ".aot.unfinished");
    }

    private static List<String> lines(Path file) {
        try {
            return new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
