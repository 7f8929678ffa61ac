package org.kingfisherprocess.service.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.service.demo.Outcome.Acknowledged;
import org.kingfisherprocess.service.demo.Outcome.Failed;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.ErrorPages;
import org.kingfisherprocess.service.http.FormReader;
import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.RequestObserver;
import org.kingfisherprocess.service.http.Routes;

/// The publisher, and spiders that crawl it and send to a server which only writes down what comes.
final class CrawlTest {
    private static final Path SAMPLES = Path.of("..", "samples");
    private static final int LONGEST_FIELD = 1 << 20;

    private final Queue<Map<String, String>> received = new ConcurrentLinkedQueue<>();
    private final Publisher publisher = Publisher.start(new Catalogue(FolderFiles.in(SAMPLES)));
    private final Book book = new Book();
    private HttpServer server = server();
    private volatile int status = 200;

    @TempDir Path folder;

    @AfterEach
    void close() {
        publisher.close();
        server.close();
    }

    @Test
    void sendsWhatThePublisherOffersAsSpidersDo() throws IOException, InterruptedException {
        try (var listing = new Listing(publisher.address());
                var spider = new Spider(target())) {
            var file = listing.next();
            listing.fetch(file, folder.resolve("fetched"));

            var sent = spider.send(file, folder.resolve("fetched"));

            assertThat(sent.outcome()).isInstanceOf(Acknowledged.class);
        }
        assertThat(received.element())
                .containsEntry("route", "/api/v1/submit/file/")
                .containsEntry("authorization", "ApiKey secret")
                .containsEntry("collection_source", "demonstration")
                .containsEntry("collection_data_version", "2026-01-31 10:00:00")
                .containsEntry("collection_sample", "False")
                .containsEntry("file_name", "records/records.json")
                .containsEntry("data_type", "record_package")
                .containsEntry("encoding", "utf-8")
                .containsEntry("file", Files.readString(SAMPLES.resolve("records/records.json")));
    }

    @Test
    void generatedFilesHoldWhatThePublisherSays() throws IOException, InterruptedException {
        try (var listing = new Listing(publisher.address())) {
            var names = new HashSet<String>();
            for (int number = 0; number < 2 * Catalogue.PAGE; number++) {
                var file = listing.next();
                names.add(file.name());
                if (file.documents().isPresent()) {
                    listing.fetch(file, folder.resolve("fetched"));
                    assertThat(releases(folder.resolve("fetched")))
                            .hasSize((int) file.documents().getAsLong());
                }
            }

            assertThat(names)
                    .hasSize(2 * Catalogue.PAGE)
                    .contains("releases/2026-01.json", "generated-000001.json");
        }
    }

    @Test
    void neverSendsTwice() throws IOException, InterruptedException {
        status = 503;

        assertThat(send().outcome()).isInstanceOf(Failed.class);

        assertThat(received).hasSize(1);
    }

    @Test
    void noticesThatAKeptConnectionWasClosed() throws IOException, InterruptedException {
        try (var spider = new Spider(target())) {
            assertThat(spider.end()).isInstanceOf(Acknowledged.class);
            int port = server.address().getPort();
            server.close();
            server = server(port);

            assertThat(spider.end()).isInstanceOf(Acknowledged.class);
        }
    }

    @Test
    void failsWhereNobodyListens() throws IOException, InterruptedException {
        server.close();

        assertThat(send().outcome()).isInstanceOf(Failed.class);
    }

    @Test
    void goesOnUntilItIsToldToStopAndSaysSo() {
        var crawl = Crawl.start(new Listing(publisher.address()), target(), book, folder);
        await().until(() -> book.totals().sent() > 30);

        assertThat(crawl.end()).isInstanceOf(Acknowledged.class);

        assertThat(crawl.problems()).isEmpty();
        assertThat(book.entries()).allMatch(sent -> sent.outcome() instanceof Acknowledged);
        assertThat(book.entries()).extracting(Sent::file).doesNotHaveDuplicates();
        assertThat(received).hasSize((int) book.totals().sent() + 1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tellsThatThePublisherIsGone() {
        publisher.close();
        try (var crawl = Crawl.start(new Listing(publisher.address()), target(), book, folder)) {
            await().until(() -> crawl.problems().size() == Crawl.SPIDERS);
        }
    }

    @Test
    void needsFilesOfOcds() throws IOException {
        Files.writeString(folder.resolve("other.json"), "{\"type\": \"FeatureCollection\"}");

        assertThatThrownBy(() -> FolderFiles.in(folder))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("there are no OCDS files")
                .hasMessageContaining(folder.toString());
    }

    private Sent send() throws IOException, InterruptedException {
        try (var listing = new Listing(publisher.address());
                var spider = new Spider(target())) {
            var file = listing.next();
            listing.fetch(file, folder.resolve("fetched"));
            return spider.send(file, folder.resolve("fetched"));
        }
    }

    private static JsonArray releases(Path file) throws IOException {
        var content = (JsonObject) JsonReader.read(Files.readAllBytes(file));
        return (JsonArray) java.util.Objects.requireNonNull(content.get("releases"));
    }

    private CrawlTarget target() {
        return CrawlTarget.of(server.address(), "secret", Instant.parse("2026-01-31T10:00:00Z"));
    }

    private HttpServer server() {
        return server(0);
    }

    private HttpServer server(int port) {
        var routes =
                Routes.builder()
                        .post("/api/v1/submit/file/", this::take)
                        .post("/api/v1/submit/end_collection_store/", this::take)
                        .build();
        var listening =
                new HttpServer(HttpLimits.DEFAULTS, routes, ErrorPages.PLAIN, RequestObserver.NONE);
        listening.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return listening;
    }

    private Answer take(Call call) throws IOException {
        var fields = new TreeMap<String, String>();
        fields.put("route", call.path());
        fields.put("authorization", call.header("Authorization").orElse(""));
        var form = FormReader.open(call);
        for (var field = form.next(); field.isPresent(); field = form.next()) {
            fields.put(field.get().name(), field.get().text(LONGEST_FIELD));
        }
        received.add(fields);
        return Answer.text(status, "taken")
                .with("Kingfisher-Receipt", UUID.randomUUID().toString());
    }
}
