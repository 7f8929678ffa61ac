package org.kingfisherprocess.service.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Texts of a submission that PostgreSQL must be able to hold: refused while the client can still
/// be told.
final class StorableText {
    /// A row of a B-tree index has 2,704 bytes at most, and names share theirs with an id.
    private static final int MOST_INDEXED_BYTES = 2_000;

    private StorableText() {}

    static void require(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new SubmissionException(
                    field, field + " contains the character U+0000, which PostgreSQL cannot store");
        }
    }

    static void requireIndexable(String field, String text) {
        require(field, text);
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > MOST_INDEXED_BYTES) {
            throw new SubmissionException(
                    field,
                    "%s has %,d bytes, and at most %,d can be stored"
                            .formatted(field, bytes, MOST_INDEXED_BYTES));
        }
    }
}
