package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonWriter;
import org.kingfisherprocess.ocds.upgrade.UpgradeWarning;
import org.kingfisherprocess.ocds.upgrade.Upgrader;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.Contents;
import org.kingfisherprocess.service.store.Documents;
import org.kingfisherprocess.service.store.StoredDocuments;

/// Upgrades documents and writes them, some megabytes at a time. What is of OCDS 1.1 already is not
/// read: the new row refers to the same document.
final class UpgradeWriter implements StoredDocuments.Taker<UpgradeWriter.Source> {
    private final Tx tx;
    private final Map<Long, Contents.Place> places;
    private final CompileLimits limits;
    private final Findings findings;
    private final Documents data = Documents.ofData();
    private final Contents contents = new Contents();
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Long, Long> firstRecords = new HashMap<>();
    private long bytes;

    /// A release or record of the source.
    ///
    /// @param upgraded whether it is of 1.1
    record Source(
            boolean isRecord,
            String ocid,
            long item,
            long dataId,
            long packageDataId,
            String releaseId,
            String releaseDate,
            long storedBytes,
            boolean upgraded)
            implements StoredDocuments.Wanted {

        static Source release(Row row) throws SQLException {
            return of(row, false);
        }

        static Source record(Row row) throws SQLException {
            return of(row, true);
        }

        private static Source of(Row row, boolean isRecord) throws SQLException {
            return new Source(
                    isRecord,
                    row.text("ocid"),
                    row.longValue("item"),
                    row.longValue("data_id"),
                    row.longValue("package_data_id"),
                    row.text("release_id"),
                    row.text("release_date"),
                    row.longValue("bytes"),
                    row.bool("upgraded"));
        }
    }

    /// @param json empty where the document stays as it is
    private record Pending(Source source, Optional<CanonicalJson> json) {}

    /// @param places where the documents of the source's items go, by the ids of these items
    UpgradeWriter(
            Tx tx, Map<Long, Contents.Place> places, CompileLimits limits, Findings findings) {
        this.tx = tx;
        this.places = places;
        this.limits = limits;
        this.findings = findings;
    }

    /// Takes one that is of 1.1 already.
    void keep(Source source) throws SQLException {
        add(new Pending(source, Optional.empty()));
    }

    @Override
    public void take(Source source, byte[] json) throws SQLException {
        if (JsonReader.read(json, limits.json()) instanceof JsonObject document
                && Upgrader.isOld(document)) {
            var upgraded = Upgrader.upgrade(document);
            upgraded.warnings().forEach(warning -> warn(source.ocid(), warning));
            try {
                var canonical =
                        CanonicalJson.of(JsonWriter.toBytes(upgraded.value()), limits.json());
                bytes += canonical.utf8().length;
                add(new Pending(source, Optional.of(canonical)));
            } catch (IllegalArgumentException e) {
                findings.add(
                        Finding.NOT_STORED, source.ocid(), "Limit", String.valueOf(e.getMessage()));
            }
        } else {
            keep(source);
        }
    }

    private void warn(String ocid, UpgradeWarning warning) {
        switch (warning) {
            case UpgradeWarning.PartyDiffers(var role, _, _, _) ->
                    findings.count(Finding.PARTY_DIFFERS, ocid, role, 1);
            case UpgradeWarning.NotUpgraded(var path, _) ->
                    findings.count(Finding.NOT_UPGRADED, ocid, path, 1);
        }
    }

    // Seldom more than once in a transaction: the documents of one statement are stored in an order
    // in
    // which nobody can deadlock.
    private void add(Pending one) throws SQLException {
        pending.add(one);
        if (pending.size() >= 2 * limits.documents() || bytes >= limits.bytes()) {
            flush();
        }
    }

    /// The id of the first record that was written in each file, by the file's id.
    Map<Long, Long> firstRecords() {
        return firstRecords;
    }

    void flush() throws SQLException {
        var made = new ArrayList<Documents.Hashed>();
        for (var one : pending) {
            one.json()
                    .ifPresent(json -> made.add(new Documents.Hashed(json.md5(), json.toString())));
        }
        var outcome = data.store(tx, made);
        var releases = new ArrayList<Contents.Row>();
        var records = new ArrayList<Contents.Row>();
        for (var one : pending) {
            row(one, outcome)
                    .ifPresent(row -> (one.source().isRecord() ? records : releases).add(row));
        }
        contents.insertReleases(tx, releases);
        contents.insertRecords(tx, records)
                .forEach((file, first) -> firstRecords.merge(file, first, Math::min));
        pending.clear();
        bytes = 0;
    }

    private Optional<Contents.Row> row(Pending one, Documents.Outcome outcome) {
        var source = one.source();
        Optional<Long> dataId =
                one.json().isEmpty()
                        ? Optional.of(source.dataId())
                        : one.json()
                                .flatMap(
                                        json -> Optional.ofNullable(outcome.ids().get(json.md5())));
        if (dataId.isEmpty()) {
            findings.add(
                    Finding.NOT_STORED,
                    source.ocid(),
                    "Refused",
                    "PostgreSQL cannot store its upgraded document");
            return Optional.empty();
        }
        return Optional.of(
                new Contents.Row(
                        Optional.ofNullable(places.get(source.item())).orElseThrow(),
                        source.ocid(),
                        source.releaseId(),
                        source.releaseDate(),
                        dataId.get(),
                        source.packageDataId()));
    }
}
