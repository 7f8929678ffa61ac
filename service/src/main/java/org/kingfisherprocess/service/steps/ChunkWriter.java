package org.kingfisherprocess.service.steps;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.ocds.format.Document;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.Contents;
import org.kingfisherprocess.service.store.Documents;
import org.kingfisherprocess.service.store.Documents.Hashed;

/// Writes items and their documents in chunks, whichever submissions they come from: a statement
/// for a thousand rows costs little more than one for a single row.
///
/// Memory holds one chunk. An item that is larger than a chunk is written in parts, by
/// [#writePart], with the package data known so far; [#writeLastPart] mends these if more stood
/// behind the documents.
final class ChunkWriter {
    private final Tx tx;
    private final LoadTables tables;
    private final ChunkSize size;
    private final List<LoadedItem> items = new ArrayList<>();
    private final Map<Long, Long> firstRecords = new HashMap<>();
    private long documents;
    private long bytes;

    ChunkWriter(Tx tx, LoadTables tables, ChunkSize size) {
        this.tx = tx;
        this.tables = tables;
        this.size = size;
    }

    /// Whether a further document of this item, which is not among the complete ones yet, would
    /// make the chunk too large.
    boolean isFull(LoadedItem open) {
        return documents + open.documents().size() >= size.documents()
                || bytes + open.bytes() >= size.bytes();
    }

    /// Takes a complete item.
    void add(LoadedItem item) throws SQLException {
        items.add(item);
        documents += item.documents().size();
        bytes += item.bytes();
        if (documents >= size.documents()
                || bytes >= size.bytes()
                || items.size() >= size.documents()) {
            flush();
        }
    }

    /// The id of the first record that was written in each file, by the file's id.
    Map<Long, Long> firstRecords() {
        return firstRecords;
    }

    /// Writes the complete items.
    void flush() throws SQLException {
        if (!items.isEmpty()) {
            write(items, tables.packageData().store(tx, packages(items)));
            items.clear();
            documents = 0;
            bytes = 0;
        }
    }

    /// Writes what has been read of an item that goes on. Returns its package data's id, unless
    /// PostgreSQL cannot store them.
    Optional<Long> writePart(LoadedItem item, CanonicalJson packageDataSoFar) throws SQLException {
        item.packageData(packageDataSoFar);
        var packages = tables.packageData().store(tx, List.of(hashed(packageDataSoFar)));
        write(List.of(item), packages);
        item.dropDocuments();
        return Optional.ofNullable(packages.ids().get(packageDataSoFar.md5()));
    }

    /// Writes the end of an item that was written in parts, with these package data. The end may be
    /// without documents: where the last of them filled a chunk.
    void writeLastPart(
            LoadedItem item, CanonicalJson packageData, List<Optional<Long>> partsPackageData)
            throws SQLException {
        var id = writePart(item, packageData);
        if (id.isPresent() && partsPackageData.stream().anyMatch(part -> !part.equals(id))) {
            tables.contents().movePackageData(tx, item.id().orElseThrow(), id.get());
        }
    }

    private void write(List<LoadedItem> written, Documents.Outcome packages) throws SQLException {
        giveIds(written);
        var data = tables.data().store(tx, documents(written));
        var releases = new ArrayList<Contents.Row>();
        var records = new ArrayList<Contents.Row>();
        var compiledReleases = new ArrayList<Contents.Row>();
        for (var item : written) {
            var place =
                    new Contents.Place(
                            item.loading().collectionId(), item.fileId(), item.id().orElseThrow());
            for (var document : item.documents()) {
                row(item, place, document, packages, data)
                        .ifPresent(row ->
                                (switch (document.kind()) {
                                            case RELEASE -> releases;
                                            case RECORD -> records;
                                            case COMPILED_RELEASE -> compiledReleases;
                                        })
                                        .add(row));
            }
        }
        tables.contents().insertReleases(tx, releases);
        tables.contents()
                .insertRecords(tx, records)
                .forEach((file, first) -> firstRecords.merge(file, first, Math::min));
        tables.contents().insertCompiledReleases(tx, compiledReleases);
        for (var item : written) {
            if (!item.errors().isEmpty()) {
                tables.items().record(tx, item.id().orElseThrow(), item.errors(), List.of());
            }
        }
    }

    private static Optional<Contents.Row> row(
            LoadedItem item,
            Contents.Place place,
            Document document,
            Documents.Outcome packages,
            Documents.Outcome data) {
        var packageData = item.packageData().orElse(CanonicalJson.EMPTY_OBJECT).md5();
        var dataId = data.ids().get(document.json().md5());
        var packageDataId = packages.ids().get(packageData);
        if (dataId == null || packageDataId == null) {
            var reason =
                    dataId == null
                            ? data.refused().get(document.json().md5())
                            : packages.refused().get(packageData);
            item.error(
                    "PostgreSQL cannot store %s of %s: %s"
                            .formatted(
                                    dataId == null ? "the document" : "the package data",
                                    document.ocid(),
                                    reason));
            return Optional.empty();
        }
        item.loading().stored(1);
        return Optional.of(
                new Contents.Row(
                        place,
                        document.ocid(),
                        document.id(),
                        document.date(),
                        dataId,
                        packageDataId));
    }

    private void giveIds(List<LoadedItem> written) throws SQLException {
        var missing = written.stream().filter(item -> item.id().isEmpty()).toList();
        if (!missing.isEmpty()) {
            Map<CollectionFileItems.Key, Long> ids =
                    tables.items().insert(tx, missing.stream().map(ChunkWriter::key).toList());
            for (var item : missing) {
                item.id(
                        Optional.ofNullable(ids.get(key(item)))
                                .orElseThrow(() ->
                                        new IllegalStateException(
                                                "item %d of file %d exists, although the file is new"
                                                        .formatted(item.number(), item.fileId()))));
            }
        }
    }

    private static CollectionFileItems.Key key(LoadedItem item) {
        return new CollectionFileItems.Key(item.fileId(), item.number());
    }

    private static List<Hashed> packages(List<LoadedItem> written) {
        return written.stream()
                .filter(item -> !item.documents().isEmpty())
                .map(item -> hashed(item.packageData().orElse(CanonicalJson.EMPTY_OBJECT)))
                .toList();
    }

    private static List<Hashed> documents(List<LoadedItem> written) {
        return written.stream()
                .flatMap(item -> item.documents().stream())
                .map(document -> hashed(document.json()))
                .toList();
    }

    private static Hashed hashed(CanonicalJson json) {
        return new Hashed(json.md5(), json.toString());
    }
}
