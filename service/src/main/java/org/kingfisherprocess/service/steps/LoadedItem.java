package org.kingfisherprocess.service.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.ocds.format.Document;
import org.kingfisherprocess.ocds.json.CanonicalJson;

/// An item of a file while it is read: its documents that are not written yet, and what was wrong
/// with it.
final class LoadedItem {
    private static final int MOST_PROBLEMS = 100;

    private final Loading loading;
    private final long fileId;
    private final int number;
    private final List<Document> documents = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private long bytes;
    private long untoldProblems;
    private Optional<Long> id;
    private Optional<CanonicalJson> packageData = Optional.empty();

    /// @param id where its row exists already
    LoadedItem(Loading loading, long fileId, int number, Optional<Long> id) {
        this.loading = loading;
        this.fileId = fileId;
        this.number = number;
        this.id = id;
    }

    void add(Document document) {
        documents.add(document);
        bytes += document.json().utf8().length;
    }

    void error(String message) {
        if (errors.size() < MOST_PROBLEMS) {
            errors.add(message);
        } else {
            untoldProblems++;
        }
    }

    void packageData(CanonicalJson data) {
        packageData = Optional.of(data);
    }

    void dropDocuments() {
        documents.clear();
        bytes = 0;
    }

    /// What an item was before parts of it were written.
    record Before(Optional<Long> id, long documents) {}

    Before beforeParts() {
        return new Before(id, loading.documents());
    }

    /// Its parts were rolled back.
    void undo(Before before) {
        dropDocuments();
        id = before.id();
        loading.storedInAll(before.documents());
    }

    void id(long rowId) {
        id = Optional.of(rowId);
    }

    Loading loading() {
        return loading;
    }

    long fileId() {
        return fileId;
    }

    int number() {
        return number;
    }

    Optional<Long> id() {
        return id;
    }

    List<Document> documents() {
        return documents;
    }

    /// Of the documents that are not written yet.
    long bytes() {
        return bytes;
    }

    Optional<CanonicalJson> packageData() {
        return packageData;
    }

    List<String> errors() {
        if (untoldProblems == 0) {
            return List.copyOf(errors);
        }
        var all = new ArrayList<>(errors);
        all.add("and %,d more".formatted(untoldProblems));
        return all;
    }
}
