package org.kingfisherprocess.service.steps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.CleanInput;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonSyntaxException;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.steps.transform.Planting;
import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.CollectionFiles;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.submission.EndSubmission;
import org.kingfisherprocess.service.submission.FileErrorsSubmission;
import org.kingfisherprocess.service.submission.FileSubmission;
import org.kingfisherprocess.service.submission.ItemSubmission;
import org.kingfisherprocess.service.submission.SpooledSubmission;

/// Stores some submissions and their receipts in one transaction: all of them, or nothing.
///
/// Those whose receipt is stored already are left out: they were loaded before a crash kept the
/// spool from forgetting them. Rows that several transactions may want (files, items, documents)
/// are written in one order everywhere.
final class LoadBatch {
    private static final String CAME_TOO_LATE =
            "data arrived after the collection was cancelled or marked as deleted; they are not stored";

    private final LoadTables tables;
    private final ChunkSize size;
    private final JsonLimits limits;
    private final Planting planting = new Planting();
    private final LoadNotes loadNotes = new LoadNotes();
    private final FileFormat formats;

    LoadBatch(LoadTables tables, ChunkSize size, JsonLimits limits) {
        this.tables = tables;
        this.size = size;
        this.limits = limits;
        this.formats = new FileFormat(tables.collections());
    }

    /// Returns those that were stored now, with what became of each.
    List<Loading> store(Tx tx, List<Loading> batch) throws SQLException {
        var arrived = withoutStored(tx, batch);
        var fresh = withoutCancelled(tx, arrived);
        storeNotes(tx, fresh);
        var files = storeFiles(tx, fresh);
        var items = storeItems(tx, fresh, files);
        var writer = new ChunkWriter(tx, tables, size);
        for (var loading : fresh) {
            store(tx, writer, loading, files, items);
        }
        writer.flush();
        for (var loading : fresh) {
            recordProblems(tx, loading);
            loadNotes.write(tx, loading);
        }
        formats.tell(tx, fresh);
        tables.receipts().insert(tx, arrived.stream().map(Loading::receipt).toList());
        plantSteps(tx, fresh, writer);
        return arrived;
    }

    /// Nothing is stored for a collection that was cancelled or marked as deleted. Those that take
    /// data are locked, so that a deletion waits for us.
    private List<Loading> withoutCancelled(Tx tx, List<Loading> arrived) throws SQLException {
        var wanted = arrived.stream().map(Loading::collectionId).collect(Collectors.toSet());
        var taking = new HashSet<>(tables.collections().lockTakingData(tx, wanted));
        wanted.removeAll(taking);
        if (wanted.isEmpty()) {
            return arrived;
        }
        if (tables.collections().known(tx, wanted).size() < wanted.size()) {
            throw new CollectionGoneException();
        }
        arrived.stream()
                .filter(loading -> wanted.contains(loading.collectionId()))
                .forEach(Loading::isCancelled);
        for (var collection : wanted) {
            tables.notes().addOnce(tx, collection, CAME_TOO_LATE, CollectionNotes.Code.WARNING);
        }
        return arrived.stream().filter(loading -> taking.contains(loading.collectionId())).toList();
    }

    private void plantSteps(Tx tx, List<Loading> fresh, ChunkWriter writer) throws SQLException {
        var files = new TreeMap<Long, Long>();
        var collections = new TreeSet<Long>();
        var closed = new TreeSet<Long>();
        for (var loading : fresh) {
            if (loading.submission() instanceof EndSubmission) {
                closed.add(loading.collectionId());
            } else {
                collections.add(loading.collectionId());
                if (loading.documents() > 0) {
                    long file = loading.fileId();
                    files.put(file, writer.firstRecords().getOrDefault(file, Planting.NO_RECORD));
                }
            }
        }
        collections.removeAll(closed);
        planting.documentsStored(tx, files, collections);
        planting.closed(tx, closed);
    }

    private List<Loading> withoutStored(Tx tx, List<Loading> batch) throws SQLException {
        var stored =
                tables.receipts()
                        .stored(
                                tx,
                                batch.stream()
                                        .map(loading -> loading.entry().receipt().value())
                                        .toList());
        return batch.stream()
                .filter(loading -> !stored.contains(loading.entry().receipt().value()))
                .toList();
    }

    private void storeNotes(Tx tx, List<Loading> fresh) throws SQLException {
        record NoteOf(long collectionId, String text) {}
        var notes = new HashSet<NoteOf>();
        for (var loading : fresh) {
            var text =
                    switch (loading.submission()) {
                        case FileSubmission file -> file.note();
                        case ItemSubmission item -> item.note();
                        case FileErrorsSubmission _, EndSubmission _ -> "";
                    };
            if (!text.isEmpty() && notes.add(new NoteOf(loading.collectionId(), text))) {
                tables.notes().addOnce(tx, loading.collectionId(), text, CollectionNotes.Code.INFO);
            }
        }
    }

    /// The files of the batch: their ids, and which submission is the one that brought each.
    private record FileRows(
            Map<CollectionFiles.Key, Long> ids, Map<CollectionFiles.Key, Loading> broughtBy) {
        boolean brought(Loading loading, CollectionFiles.Key key) {
            return loading.equals(broughtBy.get(key));
        }

        long id(CollectionFiles.Key key) {
            return Optional.ofNullable(ids.get(key))
                    .orElseThrow(() ->
                            new IllegalStateException(
                                    "file %s is neither new nor there".formatted(key)));
        }
    }

    private FileRows storeFiles(Tx tx, List<Loading> fresh) throws SQLException {
        var wanted = new LinkedHashMap<CollectionFiles.Key, CollectionFiles.NewFile>();
        var broughtBy = new HashMap<CollectionFiles.Key, Loading>();
        for (var loading : fresh) {
            fileKey(loading)
                    .ifPresent(key -> {
                        wanted.putIfAbsent(
                                key, new CollectionFiles.NewFile(key, url(loading.submission())));
                        broughtBy.putIfAbsent(key, loading);
                    });
        }
        if (wanted.isEmpty()) {
            return new FileRows(Map.of(), Map.of());
        }
        var ids = new HashMap<>(tables.files().insert(tx, List.copyOf(wanted.values())));
        broughtBy.keySet().retainAll(ids.keySet());
        wanted.keySet().removeAll(ids.keySet());
        if (!wanted.isEmpty()) {
            ids.putAll(tables.files().find(tx, List.copyOf(wanted.keySet())));
        }
        return new FileRows(ids, broughtBy);
    }

    /// The items that clients sent one by one: those that are new, and which submission brought
    /// each.
    private Map<Loading, FileReading.Item> storeItems(Tx tx, List<Loading> fresh, FileRows files)
            throws SQLException {
        var broughtBy = new LinkedHashMap<CollectionFileItems.Key, Loading>();
        for (var loading : fresh) {
            if (loading.submission() instanceof ItemSubmission item) {
                long fileId = files.id(key(loading, item.fileName()));
                broughtBy.putIfAbsent(new CollectionFileItems.Key(fileId, item.number()), loading);
            }
        }
        var items = new HashMap<Loading, FileReading.Item>();
        if (!broughtBy.isEmpty()) {
            tables.items()
                    .insert(tx, new ArrayList<>(broughtBy.keySet()))
                    .forEach((key, id) ->
                            Optional.ofNullable(broughtBy.get(key))
                                    .ifPresent(loading ->
                                            items.put(
                                                    loading,
                                                    new FileReading.Item(key.number(), id))));
        }
        return items;
    }

    private void store(
            Tx tx,
            ChunkWriter writer,
            Loading loading,
            FileRows files,
            Map<Loading, FileReading.Item> items)
            throws SQLException {
        var key = fileKey(loading);
        key.ifPresent(file -> loading.isIn(files.id(file)));
        boolean broughtFile = key.filter(file -> files.brought(loading, file)).isPresent();
        switch (loading.submission()) {
            case EndSubmission _ -> {
                tables.collections().endStore(tx, loading.collectionId());
                loading.isStored();
            }
            case FileSubmission file when broughtFile -> {
                loading.isStored();
                read(tx, writer, loading, file.dataType(), file.encoding(), Optional.empty());
            }
            case FileErrorsSubmission _ when broughtFile -> {
                loading.isStored();
                recordClientErrors(tx, loading);
            }
            case ItemSubmission item -> {
                loading.isItem(item.number());
                var row = Optional.ofNullable(items.get(loading));
                if (row.isPresent()) {
                    loading.isStored();
                    read(
                            tx,
                            writer,
                            loading,
                            item.dataType(),
                            SpooledSubmission.DEFAULT_ENCODING,
                            row);
                }
            }
            case FileSubmission _, FileErrorsSubmission _ -> {
                // A file of this name exists: it stays as it is, and the receipt says that this one
                // is a duplicate.
            }
        }
    }

    private void read(
            Tx tx,
            ChunkWriter writer,
            Loading loading,
            String dataType,
            String encoding,
            Optional<FileReading.Item> item)
            throws SQLException {
        try {
            new FileReading(tx, writer, limits, loading, loading.fileId(), item)
                    .read(dataType, encoding);
        } catch (IOException e) {
            throw unreadable(loading, e);
        }
    }

    private void recordProblems(Tx tx, Loading loading) throws SQLException {
        if (!loading.fileErrors().isEmpty() || !loading.fileWarnings().isEmpty()) {
            tables.files()
                    .record(tx, loading.fileId(), loading.fileErrors(), loading.fileWarnings());
        }
    }

    /// Why the client could not get the file, as the JSON that it sent, or as text where PostgreSQL
    /// cannot have that JSON.
    private void recordClientErrors(Tx tx, Loading loading) throws SQLException {
        try (var body = loading.entry().openBody();
                var clean = CleanInput.of(body, SpooledSubmission.DEFAULT_ENCODING)) {
            var bytes = clean.readAllBytes();
            try {
                var json = CanonicalJson.of(bytes, limits).toString();
                tables.files().recordClientErrors(tx, loading.fileId(), json);
            } catch (JsonSyntaxException | IllegalArgumentException e) {
                loading.fileError(new String(bytes, StandardCharsets.UTF_8));
                loading.fileWarning(
                        "the errors are not JSON that can be stored: " + e.getMessage());
            }
        } catch (IOException e) {
            throw unreadable(loading, e);
        }
    }

    private static UncheckedIOException unreadable(Loading loading, IOException e) {
        return new UncheckedIOException(
                "cannot read the body of %s from the spool".formatted(loading.entry().receipt()),
                e);
    }

    private static Optional<CollectionFiles.Key> fileKey(Loading loading) {
        return switch (loading.submission()) {
            case FileSubmission file -> Optional.of(key(loading, file.fileName()));
            case ItemSubmission item -> Optional.of(key(loading, item.fileName()));
            case FileErrorsSubmission errors -> Optional.of(key(loading, errors.fileName()));
            case EndSubmission _ -> Optional.empty();
        };
    }

    private static CollectionFiles.Key key(Loading loading, String fileName) {
        return new CollectionFiles.Key(loading.collectionId(), fileName);
    }

    private static String url(SpooledSubmission submission) {
        return switch (submission) {
            case FileSubmission file -> file.url();
            case ItemSubmission item -> item.url();
            case FileErrorsSubmission errors -> errors.url();
            case EndSubmission _ -> "";
        };
    }
}
