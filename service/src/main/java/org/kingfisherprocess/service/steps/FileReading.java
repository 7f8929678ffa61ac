package org.kingfisherprocess.service.steps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.ocds.format.Document;
import org.kingfisherprocess.ocds.format.Part;
import org.kingfisherprocess.ocds.format.Splitter;
import org.kingfisherprocess.ocds.json.CleanInput;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.MalformedTextException;
import org.kingfisherprocess.service.sql.Tx;

/// Reads one submission's body and hands its items to the writer. What is wrong with the content is
/// recorded at the file or item and never stops the rest.
final class FileReading {
    // A row of a B-tree index has 2,704 bytes at most, and a character up to three (ocid and
    // release_date share one).
    private static final int MOST_OCID = 500;
    private static final int MOST_DATE = 300;

    private final Tx tx;
    private final ChunkWriter writer;
    private final JsonLimits limits;
    private final Loading loading;
    private final long fileId;
    private final Optional<Item> onlyItem;

    /// The item that the whole body is, where the client sent an item.
    record Item(int number, long id) {}

    FileReading(
            Tx tx,
            ChunkWriter writer,
            JsonLimits limits,
            Loading loading,
            long fileId,
            Optional<Item> onlyItem) {
        this.tx = tx;
        this.writer = writer;
        this.limits = limits;
        this.loading = loading;
        this.fileId = fileId;
        this.onlyItem = onlyItem;
    }

    /// Thrown inside a savepoint, so that what was written of an item that broke off is undone.
    private static final class ItemBrokeOff extends RuntimeException {
        private static final long serialVersionUID = 1;

        ItemBrokeOff() {
            super("the item broke off", null, false, false);
        }
    }

    void read(String dataType, String encoding) throws IOException, SQLException {
        var known = DataType.of(dataType);
        if (known.isEmpty()) {
            loading.fileError(
                    "unknown data_type \"%s\"; it is one of %s".formatted(dataType, knownTypes()));
            return;
        }
        try (var body = loading.entry().openBody();
                var clean = CleanInput.of(body, encoding);
                var splitter = Splitter.open(clean, known.get(), limits)) {
            readParts(splitter);
            clean.warnings().forEach(loading::fileWarning);
        } catch (UnsupportedEncodingException | MalformedTextException e) {
            loading.fileError(String.valueOf(e.getMessage()));
        }
    }

    private static String knownTypes() {
        return Arrays.stream(DataType.values())
                .map(DataType::typeName)
                .collect(Collectors.joining(", "));
    }

    private void readParts(Splitter splitter) throws IOException, SQLException {
        var only =
                onlyItem.map(item ->
                        new LoadedItem(loading, fileId, item.number(), Optional.of(item.id())));
        for (var part = splitter.next(); !(part instanceof Part.End); part = splitter.next()) {
            switch (part) {
                case Part.ItemStart(long number) ->
                        readItem(splitter, only.orElseGet(() -> newItem(Math.toIntExact(number))));
                case Part.Problem(_, var path, var message) ->
                        only.ifPresentOrElse(
                                item -> item.error(message(path, message)),
                                () -> loading.fileError(message(path, message)));
                case Part.DocumentRead _, Part.ItemEnd _, Part.End _ ->
                        throw new IllegalStateException(
                                "a part of an item came outside of one: " + part);
            }
        }
        if (only.isPresent()) {
            writer.add(only.get());
        }
    }

    private LoadedItem newItem(int number) {
        return new LoadedItem(loading, fileId, number, Optional.empty());
    }

    private void readItem(Splitter splitter, LoadedItem item) throws IOException, SQLException {
        var end = readUntilFull(splitter, item);
        if (end.isEmpty()) {
            writer.flush();
            end = readUntilFull(splitter, item);
        }
        if (end.isPresent()) {
            complete(item, end.get());
        } else {
            readInParts(splitter, item);
        }
    }

    private void complete(LoadedItem item, Part.ItemEnd end) throws SQLException {
        item.packageData(end.packageData());
        if (!end.whole()) {
            item.dropDocuments();
        }
        add(item, end.whole());
    }

    /// Hands over an item that was found in a file. One that broke off and has no error of its own
    /// is left out: the file says what was wrong. The only item of a submission is handed over at
    /// the end.
    private void add(LoadedItem item, boolean whole) throws SQLException {
        if (onlyItem.isEmpty() && (whole || !item.errors().isEmpty())) {
            writer.add(item);
        }
    }

    /// Reads an item that is larger than a chunk. If it breaks off, all of it is undone.
    private void readInParts(Splitter splitter, LoadedItem item) throws IOException, SQLException {
        var before = item.beforeParts();
        try {
            tx.savepoint(_ -> writeParts(splitter, item));
        } catch (ItemBrokeOff _) {
            item.undo(before);
            add(item, false);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean writeParts(Splitter splitter, LoadedItem item) throws SQLException {
        try {
            var parts = new ArrayList<Optional<Long>>();
            Optional<Part.ItemEnd> end;
            do {
                parts.add(writer.writePart(item, splitter.packageDataSoFar()));
                end = readUntilFull(splitter, item);
            } while (end.isEmpty());
            if (!end.get().whole()) {
                throw new ItemBrokeOff();
            }
            writer.writeLastPart(item, end.get().packageData(), parts);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads on until the item ends, or until the chunk is full.
    private Optional<Part.ItemEnd> readUntilFull(Splitter splitter, LoadedItem item)
            throws IOException {
        while (!writer.isFull(item)) {
            switch (splitter.next()) {
                case Part.DocumentRead(var document) -> add(item, document);
                case Part.Problem(var scope, var path, var message) ->
                        problem(item, scope, message(path, message));
                case Part.ItemEnd end -> {
                    return Optional.of(end);
                }
                case Part.ItemStart _, Part.End _ ->
                        throw new IllegalStateException(
                                "item %d does not end".formatted(item.number()));
            }
        }
        return Optional.empty();
    }

    /// The texts that stand in indexes must fit into an index page.
    private static void add(LoadedItem item, Document document) {
        if (document.ocid().length() > MOST_OCID || document.date().length() > MOST_DATE) {
            item.error(
                    "a document is not stored, for its ocid has %,d characters and its date %,d; at most %,d and %,d fit: %.60s…"
                            .formatted(
                                    document.ocid().length(),
                                    document.date().length(),
                                    MOST_OCID,
                                    MOST_DATE,
                                    document.ocid()));
        } else {
            item.add(document);
        }
    }

    private void problem(LoadedItem item, Part.Scope scope, String message) {
        if (scope == Part.Scope.ITEM || onlyItem.isPresent()) {
            item.error(message);
        } else {
            loading.fileError(message);
        }
    }

    private static String message(String path, String message) {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
