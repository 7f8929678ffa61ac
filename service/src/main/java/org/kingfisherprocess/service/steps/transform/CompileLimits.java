package org.kingfisherprocess.service.steps.transform;

import org.kingfisherprocess.ocds.json.JsonLimits;

/// How much one step does.
///
/// @param documents releases or records of a step: enough that its transaction's costs are shared,
///   little enough that it takes no more than some seconds
/// @param bytes of new documents in a transaction, which are held in memory; the rest of a step
///   that makes more is left for later
/// @param json of documents that are read and made
public record CompileLimits(int documents, long bytes, JsonLimits json) {
    /// What PostgreSQL takes as one document.
    private static final int MOST_DOCUMENT_BYTES = 255 << 20;

    /// Of a transaction that does several files, as stored: several times as much in memory.
    static final long MOST_STORED_BYTES = 4L << 20;

    public static CompileLimits of(int maxDepth) {
        return new CompileLimits(
                2_000,
                16L << 20,
                new JsonLimits(
                        maxDepth,
                        MOST_DOCUMENT_BYTES,
                        JsonLimits.DEFAULT_MAX_NUMBER_LENGTH,
                        JsonLimits.DEFAULT_MAX_NAME_LENGTH));
    }

    /// How many files of this size are done in one transaction.
    int filesOf(FileSize size) {
        long byDocuments = documents / Math.max(1, size.documents());
        long byBytes = MOST_STORED_BYTES / Math.max(1, size.storedBytes());
        return Math.toIntExact(Math.max(1, Math.min(byDocuments, byBytes)));
    }
}
