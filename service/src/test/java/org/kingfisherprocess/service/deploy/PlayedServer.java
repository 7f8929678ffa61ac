package org.kingfisherprocess.service.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.IntakeReceipts;

/// A server that is played: it stores an item at once, and the end of its collection later.
final class PlayedServer implements AutoCloseable {
    /// The end of a collection is held back until all that came before it is loaded.
    private static final Duration LATER = Duration.ofMillis(500);

    private static final String COLLECTION =
            """
            insert into collection (source_id, data_version, sample, store_start_at, transform_type)
            select ?, now(), true, now(), '' where not exists (select from collection)
            """;

    private static final String END =
            """
            insert into intake_receipt (receipt, collection_id, kind, label, acknowledged_at, outcome)
            select ?, max(id), 'end', '', now(), 'stored' from collection
            """;

    private static final List<String> ITEM =
            List.of(
                    "insert into collection_file (collection_id, filename, url) select max(id), 'probe.json', '' from collection",
                    "insert into collection_file_item (collection_file_id, number) select max(id), 1 from collection_file",
                    "insert into package_data (hash_md5, data) values ('', '{}')");

    private static final String RELEASE =
            """
            with document as (
                insert into data (hash_md5, data) values ('', jsonb_build_object('ocid', ?::text)) returning id)
            insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id, release_date,
                data_id, package_data_id)
            select (select max(id) from collection), (select max(id) from collection_file),
                (select max(id) from collection_file_item), '', '1', '', document.id, (select max(id) from package_data)
            from document
            """;

    private static final String RECEIPT =
            """
            insert into intake_receipt (receipt, collection_id, collection_file_id, item_number, kind, label, acknowledged_at, outcome)
            select ?, max(collection_id), max(id), 1, 'item', '', now(), 'stored' from collection_file
            """;

    private final HttpServer server;
    private final Database database;
    private volatile int status = 200;
    private volatile int statusOfPages = 200;
    private volatile Optional<String> otherOcid = Optional.empty();

    PlayedServer(Database database) throws IOException {
        this.database = database;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::page);
        server.createContext("/api/v1/submit/item/", this::item);
        server.createContext("/api/v1/submit/end_collection_store/", this::end);
        server.start();
    }

    Target target() {
        return new Target(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "a-key");
    }

    void answersSubmissionsWith(int other) {
        status = other;
    }

    void answersPagesWith(int other) {
        statusOfPages = other;
    }

    void stores(String ocid) {
        otherOcid = Optional.of(ocid);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void page(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(statusOfPages, -1);
        exchange.close();
    }

    private void item(HttpExchange exchange) throws IOException {
        var receipt = receipt();
        var form =
                URLDecoder.decode(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8);
        var ocid = form.replaceAll("(?s).*\"ocid\": \"([^\"]+)\".*", "$1");
        if (status == 200) {
            database.run(tx -> {
                tx.execute(COLLECTION, Probe.SOURCE);
                for (var statement : ITEM) {
                    tx.execute(statement);
                }
                tx.execute(RELEASE, otherOcid.orElse(ocid));
                tx.execute(RECEIPT, receipt);
            });
        }
        answer(exchange, receipt);
    }

    private void end(HttpExchange exchange) throws IOException {
        var receipt = receipt();
        answer(exchange, receipt);
        Thread.ofVirtual()
                .start(() -> {
                    Pause.of(LATER);
                    database.run(tx -> {
                        tx.execute(COLLECTION, Probe.SOURCE);
                        tx.execute(END, receipt);
                    });
                });
    }

    private void answer(HttpExchange exchange, UUID receipt) throws IOException {
        exchange.getResponseHeaders().add("Kingfisher-Receipt", receipt.toString());
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /// Ordered by time, as those of the spool.
    private static UUID receipt() {
        return new UUID(
                IntakeReceipts.firstAt(Instant.now()).getMostSignificantBits(),
                UUID.randomUUID().getLeastSignificantBits());
    }
}
