package org.kingfisherprocess.service.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.spool.Entry;
import org.kingfisherprocess.service.store.IntakeReceipts.NewReceipt;
import org.kingfisherprocess.service.store.IntakeReceipts.Outcome;
import org.kingfisherprocess.service.submission.SpooledSubmission;

/// A submission on its way into the tables: what it is, and what became of it so far.
final class Loading {
    /// A file can have as many problems as it has lines; a person reads the first.
    private static final int MOST_PROBLEMS = 100;

    private final Entry entry;
    private final SpooledSubmission submission;
    private final long collectionId;
    private final List<String> fileErrors = new ArrayList<>();
    private final List<String> fileWarnings = new ArrayList<>();
    private Outcome outcome = Outcome.DUPLICATE;
    private Optional<Long> fileId = Optional.empty();
    private Optional<Long> itemNumber = Optional.empty();
    private long documents;
    private long untoldProblems;

    Loading(Entry entry, SpooledSubmission submission, long collectionId) {
        this.entry = entry;
        this.submission = submission;
        this.collectionId = collectionId;
    }

    Entry entry() {
        return entry;
    }

    SpooledSubmission submission() {
        return submission;
    }

    long collectionId() {
        return collectionId;
    }

    void isStored() {
        outcome = Outcome.STORED;
    }

    boolean isStoredWithoutDocuments() {
        return outcome == Outcome.STORED && documents == 0;
    }

    void isCancelled() {
        outcome = Outcome.CANCELLED;
    }

    /// The row of its file; there is one for all but the end of a collection.
    long fileId() {
        return fileId.orElseThrow();
    }

    void isIn(long file) {
        fileId = Optional.of(file);
    }

    void isItem(int number) {
        itemNumber = Optional.of((long) number);
    }

    void stored(int more) {
        documents += more;
    }

    void storedInAll(long count) {
        documents = count;
    }

    void fileError(String message) {
        if (fileErrors.size() < MOST_PROBLEMS) {
            fileErrors.add(message);
        } else {
            untoldProblems++;
        }
    }

    void fileWarning(String message) {
        fileWarnings.add(message);
    }

    long documents() {
        return documents;
    }

    List<String> fileErrors() {
        if (untoldProblems == 0) {
            return List.copyOf(fileErrors);
        }
        var all = new ArrayList<>(fileErrors);
        all.add("and %,d more".formatted(untoldProblems));
        return all;
    }

    List<String> fileWarnings() {
        return List.copyOf(fileWarnings);
    }

    NewReceipt receipt() {
        return new NewReceipt(
                entry.receipt().value(),
                collectionId,
                submission.kind(),
                submission.label(),
                entry.acknowledgedAt(),
                outcome,
                fileId,
                itemNumber,
                documents);
    }
}
