package org.kingfisherprocess.service.deploy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.Tx;

/// Sends a submission as a spider does, waits until it is in the tables, looks whether it is the
/// same, and takes it out again.
final class Probe {
    /// No spider is called so; all collections of this source are probes' and may be deleted.
    static final String SOURCE = "kingfisher_process_deploy_probe";

    private static final String RECEIPT_HEADER = "Kingfisher-Receipt";
    private static final Duration LOADED_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final DateTimeFormatter DATA_VERSION =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String STORED =
            """
            select d.data ->> 'ocid' as ocid from intake_receipt i
            join collection_file f on f.id = i.collection_file_id
            join release r on r.collection_file_id = f.id join data d on d.id = r.data_id
            where i.receipt = ? and i.outcome = 'stored'
            """;

    private static final String LOADED = "select from intake_receipt where receipt = ?";

    private static final String LAST_LOADED =
            "select max(stored_at) as at from intake_receipt where receipt >= ?";

    /// The receipts of what a probe consists of.
    private record Sent(UUID item, UUID end) {}

    private final Target target;
    private final Journal journal;
    private final ProbeCollections collections;
    private final InstantSource clock;

    Probe(Target target, Journal journal, InstantSource clock) {
        this.target = target;
        this.journal = journal;
        this.collections = new ProbeCollections(SOURCE);
        this.clock = clock;
    }

    /// Returns what happened, in a sentence.
    ///
    /// @throws DeployException if it was not acknowledged, not stored, or stored otherwise
    String run(Consumer<String> heard) {
        delete(heard);
        var ocid = "ocds-probe-" + UUID.randomUUID();
        var begun = clock.instant();
        var sent = submit(ocid, begun);
        var receipt = sent.item();
        long acknowledgedMillis = Duration.between(begun, clock.instant()).toMillis();
        heard.accept(
                "probe %s is acknowledged after %,d ms".formatted(receipt, acknowledgedMillis));
        var stored =
                awaitOne(() ->
                        journal.write(tx -> tx.queryOne(STORED, row -> row.text("ocid"), receipt)));
        if (stored.isEmpty()) {
            return behindOthers(begun, receipt);
        }
        if (!stored.get().equals(ocid)) {
            throw new DeployException(
                    "the probe %s was stored otherwise than it was sent: its ocid is %s, not %s"
                            .formatted(receipt, stored.get(), ocid));
        }
        long storedMillis = Duration.between(begun, clock.instant()).toMillis();
        deleteAfter(sent.end(), heard);
        return "a probe was acknowledged after %,d ms and stored after %,d ms"
                .formatted(acknowledgedMillis, storedMillis);
    }

    /// The end is loaded last. If it were after the deletion, it would make the collection anew.
    private void deleteAfter(UUID end, Consumer<String> heard) {
        if (awaitOne(() -> journal.write(tx -> tx.queryOne(LOADED, _ -> true, end))).isPresent()) {
            delete(heard);
        } else {
            heard.accept(
                    "the probe's end %s is not loaded yet; the next deployment deletes its collection"
                            .formatted(end));
        }
    }

    /// What is left of a probe harms nobody, and the next deployment tries again.
    private void delete(Consumer<String> heard) {
        try {
            collections.delete(journal);
        } catch (DatabaseException e) {
            heard.accept("collections of %s stay for now: %s".formatted(SOURCE, e.getMessage()));
        }
    }

    private Sent submit(String ocid, Instant now) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("collection_source", SOURCE);
        fields.put("collection_data_version", DATA_VERSION.format(now));
        fields.put("collection_sample", "true");
        fields.put("collection_ocds_version", "1.1");
        var end = Map.copyOf(fields);
        fields.put("file_name", "probe.json");
        fields.put("url", "https://example.com/probe.json");
        fields.put("data_type", "release_package");
        fields.put("number", "1");
        fields.put("data", document(ocid, now));
        var item = acknowledged("item", fields);
        return new Sent(item, acknowledged("end_collection_store", end));
    }

    private UUID acknowledged(String route, Map<String, String> fields) {
        try {
            var answer = target.submit(route, fields);
            var receipt = answer.headers().firstValue(RECEIPT_HEADER);
            if (answer.statusCode() != 200 || receipt.isEmpty()) {
                throw new DeployException(
                        "the server answered a probe to submit/%s/ with %d: %s"
                                .formatted(route, answer.statusCode(), answer.body().strip()));
            }
            return UUID.fromString(receipt.get());
        } catch (IOException e) {
            throw new DeployException(
                    "a probe to submit/%s/ of %s got no answer: %s"
                            .formatted(route, target.base(), e));
        }
    }

    private static <T> Optional<T> awaitOne(Supplier<Optional<T>> look) {
        long giveUpAt = System.nanoTime() + LOADED_WITHIN.toNanos();
        while (System.nanoTime() < giveUpAt) {
            var found = look.get();
            if (found.isPresent()) {
                return found;
            }
            Pause.of(LOOK_EVERY);
        }
        return Optional.empty();
    }

    /// Behind a long queue a probe proves nothing in a minute; that others are loaded meanwhile
    /// does.
    private String behindOthers(Instant begun, UUID receipt) {
        var last = journal.write(tx -> lastLoaded(tx, begun));
        if (last.isEmpty() || last.get().isBefore(begun)) {
            throw new DeployException(
                    "the probe %s is acknowledged, but nothing was loaded within %d seconds"
                            .formatted(receipt, LOADED_WITHIN.toSeconds()));
        }
        return "a probe was acknowledged, and waits behind others, which are being loaded; the next deployment deletes it";
    }

    private static Optional<Instant> lastLoaded(Tx tx, Instant begun) throws SQLException {
        return tx.queryOne(
                        LAST_LOADED,
                        row -> row.optionalInstant("at"),
                        org.kingfisherprocess.service.store.IntakeReceipts.firstAt(
                                begun.minus(Duration.ofDays(1))))
                .flatMap(at -> at);
    }

    private static String document(String ocid, Instant now) {
        return """
        {"uri": "https://example.com/probe.json", "version": "1.1", "publishedDate": "%1$s",
         "publisher": {"name": "Kingfisher Process, verifying a deployment"},
         "releases": [{"ocid": "%2$s", "id": "1", "date": "%1$s", "tag": ["planning"],
           "initiationType": "tender"}]}
        """
                .formatted(now, ocid);
    }
}
