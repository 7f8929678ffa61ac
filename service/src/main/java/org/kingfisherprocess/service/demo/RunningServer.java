package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// `kingfisher-process serve`, which this process has started and stops.
final class RunningServer implements AutoCloseable {
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int LINES_OF_FAILURE = 10;

    private static final Pattern LISTENS =
            Pattern.compile("(?m)^Kingfisher Process listens on (http://\\S+)$");

    private final Process process;
    private final Path log;
    private final Path data;
    private final URI address;

    private RunningServer(Process process, Path log, Path data) throws InterruptedException {
        this.process = process;
        this.log = log;
        this.data = data;
        this.address = awaitAddress();
    }

    /// Returns when it listens.
    static RunningServer start(Commands commands, WorkFolder work)
            throws IOException, InterruptedException {
        var log = commands.log("serve");
        return new RunningServer(commands.start(log, "serve"), log, work.data());
    }

    URI address() {
        return address;
    }

    /// Where spiders send to, with the key that the server has made.
    CrawlTarget target(java.time.Instant begun) throws IOException {
        return CrawlTarget.of(
                new InetSocketAddress(address.getHost(), address.getPort()),
                Files.readString(data.resolve("api-key")).strip(),
                begun);
    }

    /// As Ctrl-C would.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private URI awaitAddress() throws InterruptedException {
        long begun = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - begun < STARTED_WITHIN.toNanos()) {
            var found = said();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(LOOK_EVERY);
        }
        close();
        throw new DemoException("the server did not start:\n" + lastLines());
    }

    private Optional<URI> said() {
        var match = LISTENS.matcher(read());
        return match.find() ? Optional.of(URI.create(match.group(1))) : Optional.empty();
    }

    private String lastLines() {
        var lines = read().lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LINES_OF_FAILURE), lines.size()));
    }

    private String read() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new DemoException("cannot read " + log, e);
        }
    }
}
