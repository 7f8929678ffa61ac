package org.kingfisherprocess.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.bench.load.Outcome.Acknowledged;
import org.kingfisherprocess.bench.load.Outcome.Broken;
import org.kingfisherprocess.bench.load.Outcome.Refused;

/// Sends as the real client does: one request for a file, on a connection that is kept, and what
/// fails is lost. Every n-th request takes a new connection. For one thread.
public final class LoadClient implements AutoCloseable {
    private static final String API = "/api/v1/submit/";

    /// Whoever pauses for longer has the time to notice that its connection was closed.
    private static final Duration PAUSE = Duration.ofMillis(2);

    /// Where to send to, and as whom.
    ///
    /// @param newConnectionEvery requests on one connection; 0: as many as the server allows
    public record Target(InetSocketAddress server, String key, int newConnectionEvery) {
        /// Asks the server for a page; its status.
        public int get(String path) throws IOException {
            try (var wire = new Wire(server)) {
                return wire.get(path).status();
            }
        }

        /// The same with its text.
        public String page(String path) throws IOException {
            try (var wire = new Wire(server)) {
                return wire.get(path).text();
            }
        }
    }

    private final Target target;
    private final Crawl crawl;
    private @Nullable Wire wire;
    private int onThisWire;
    private long answeredNanos;

    public LoadClient(Target target, Crawl crawl) {
        this.target = target;
        this.crawl = crawl;
    }

    public Crawl crawl() {
        return crawl;
    }

    public Attempt send(Sample sample) {
        return send(sample, System.nanoTime());
    }

    /// Its time is counted from when it was due, which may be before now.
    Attempt send(Sample sample, long dueNanos) {
        var outcome = sample.item() == 0 ? sendFile(sample) : sendItem(sample);
        return Attempt.of(sample, dueNanos, System.nanoTime() - dueNanos, outcome);
    }

    /// The same as [#send(Sample)], for a file that is made while it is sent.
    public Attempt attempt(LargeFile large) {
        var begun = System.nanoTime();
        var outcome = send(large);
        return new Attempt(
                large.name(),
                0,
                Math.toIntExact(large.releases()),
                Math.toIntExact(large.bytes()),
                begun,
                System.nanoTime() - begun,
                outcome);
    }

    public Outcome send(LargeFile large) {
        var fields = crawl.fields(new Sample(large.name(), 0, 0, java.nio.ByteBuffer.allocate(0)));
        return post("file/", Body.multipart(fields, large.name(), large.bytes(), large::writeTo));
    }

    /// Nothing more will come.
    public Outcome end() {
        return post("end_collection_store/", Body.urlencoded(crawl.fields()));
    }

    @Override
    public void close() {
        if (wire != null) {
            try {
                wire.close();
            } catch (IOException e) {
                throw new IllegalStateException("cannot close a socket", e);
            } finally {
                wire = null;
            }
        }
    }

    private Outcome sendFile(Sample sample) {
        var bytes = sample.toBytes();
        var body =
                Body.multipart(
                        crawl.fields(sample), sample.file(), bytes.length, out -> out.write(bytes));
        return post("file/", body);
    }

    private Outcome sendItem(Sample sample) {
        Map<String, String> fields = new TreeMap<>(crawl.fields(sample));
        fields.put("number", Integer.toString(sample.item()));
        fields.put("data", new String(sample.toBytes(), java.nio.charset.StandardCharsets.UTF_8));
        return post("item/", Body.urlencoded(fields));
    }

    private Outcome post(String route, Body body) {
        try {
            var current = connection();
            onThisWire++;
            var answer = current.post(API + route, target.key(), body);
            answeredNanos = System.nanoTime();
            if (!answer.keepsConnection()) {
                close();
            }
            return outcome(answer);
        } catch (IOException e) {
            close();
            return new Broken(e.toString());
        }
    }

    private Wire connection() throws IOException {
        if (target.newConnectionEvery() > 0 && onThisWire >= target.newConnectionEvery()) {
            close();
        }
        var current = wire;
        if (current != null && hasPaused() && current.isClosed()) {
            close();
            current = null;
        }
        if (current == null) {
            onThisWire = 0;
            current = new Wire(target.server());
            wire = current;
        }
        return current;
    }

    private boolean hasPaused() {
        return System.nanoTime() - answeredNanos > PAUSE.toNanos();
    }

    private static Outcome outcome(Answer answer) {
        if (answer.status() == 200) {
            return new Acknowledged(
                    answer.header("kingfisher-receipt").flatMap(LoadClient::receipt));
        }
        return new Refused(
                answer.status(), answer.header("retry-after").isPresent(), answer.text().strip());
    }

    private static Optional<UUID> receipt(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
