package org.kingfisherprocess.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.kingfisherprocess.bench.load.Crawl;
import org.kingfisherprocess.bench.proof.Storage;
import org.kingfisherprocess.bench.proof.StoredItem;

/// A server with the spiders' routes that keeps what it is sent in memory, and errs as it is told
/// to.
final class SmallServer implements Storage, AutoCloseable {
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]+)\"");
    private static final Pattern RELEASE = Pattern.compile("\"ocid\":");

    /// How it errs.
    enum Fault {
        NONE,
        FORGETS,
        FORGETS_RECEIPT,
        STORES_TWICE,
        STORES_HALF,
        STORES_WHAT_NOBODY_SENT,
        CLOSES_WITHOUT_ANSWER
    }

    /// From this request on it errs.
    private static final int FIRST_FAULT = 3;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Fault fault;
    private final List<StoredItem> items = new ArrayList<>();
    private final Map<UUID, Long> receipts = new HashMap<>();
    private final List<String> bodies = new ArrayList<>();
    private int requests;

    SmallServer(Fault fault) {
        this.fault = fault;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/submit/", this::submit);
        server.setExecutor(threads);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    synchronized List<UUID> receipts() {
        return List.copyOf(receipts.keySet());
    }

    @Override
    public synchronized List<StoredItem> items(Crawl crawl) {
        return List.copyOf(items);
    }

    @Override
    public synchronized Map<UUID, Long> receipts(Collection<UUID> asked) {
        var found = new HashMap<>(receipts);
        found.keySet().retainAll(asked);
        return found;
    }

    @Override
    public synchronized long receiptCount(Crawl crawl) {
        return receipts.size();
    }

    @Override
    public boolean ended(Crawl crawl) {
        return true;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void submit(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var receipt = UUID.randomUUID();
            if (store(exchange.getRequestURI().getPath(), body, receipt)) {
                exchange.getResponseHeaders().add("Kingfisher-Receipt", receipt.toString());
                exchange.sendResponseHeaders(200, -1);
            }
        }
    }

    /// Returns whether to answer.
    private synchronized boolean store(String path, String body, UUID receipt) {
        bodies.add(body);
        var whole = path.endsWith("/item/") ? item(body) : file(body);
        requests++;
        if (requests < FIRST_FAULT || fault == Fault.NONE) {
            keep(whole, receipt);
            return true;
        }
        switch (fault) {
            case FORGETS -> receipts.put(receipt, 1L);
            case FORGETS_RECEIPT -> items.add(whole);
            case STORES_TWICE -> keep(copies(whole, 2, whole.releases() * 2), receipt);
            case STORES_HALF -> keep(copies(whole, 1, whole.releases() - 1), receipt);
            case STORES_WHAT_NOBODY_SENT -> {
                keep(whole, receipt);
                items.add(new StoredItem("stranger-" + receipt, 0, 1, 1, 1, 1, false));
            }
            case CLOSES_WITHOUT_ANSWER -> {
                keep(whole, receipt);
                return false;
            }
            case NONE -> throw new IllegalStateException("dealt with above");
        }
        return true;
    }

    private void keep(StoredItem item, UUID receipt) {
        items.add(item);
        receipts.merge(receipt, 1L, Long::sum);
    }

    private static StoredItem copies(StoredItem item, int files, long releases) {
        return new StoredItem(item.file(), item.number(), files, 1, releases, releases, false);
    }

    private static StoredItem file(String body) {
        var name = FILE_NAME.matcher(body);
        if (!name.find()) {
            throw new IllegalArgumentException("no file in " + body);
        }
        return stored(name.group(1), 0, body);
    }

    private static StoredItem item(String body) {
        var fields = new HashMap<String, String>();
        for (var field : List.of(body.split("&", -1))) {
            var equals = field.indexOf('=');
            fields.put(
                    field.substring(0, equals),
                    URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return stored(
                fields.getOrDefault("file_name", ""),
                Integer.parseInt(fields.getOrDefault("number", "0")),
                fields.getOrDefault("data", ""));
    }

    private static StoredItem stored(String name, int number, String json) {
        var releases = RELEASE.matcher(json).results().count();
        return new StoredItem(name, number, 1, 1, releases, releases, false);
    }
}
