package org.kingfisherprocess.ocds.json;

/// Bounds of one JSON document. A document beyond them is a defect of that document alone.
///
/// @param maxDepth how deep objects and arrays may be nested
/// @param maxDocumentBytes how long the canonical form of a document may be
/// @param maxNumberLength how many characters a number may have
/// @param maxNameLength how many bytes the name of a member may have
public record JsonLimits(
        int maxDepth, long maxDocumentBytes, int maxNumberLength, int maxNameLength) {

    /// OCDS nests about a dozen levels; Python's parsers give up near 1,000, which no publisher
    /// therefore reaches.
    public static final int DEFAULT_MAX_DEPTH = 500;

    /// What one object or array may hold in PostgreSQL's `jsonb`: its entries count bytes in 28
    /// bits.
    public static final long DEFAULT_MAX_DOCUMENT_BYTES = 268_435_455;

    /// PostgreSQL's `numeric` holds 131,072 digits before the point and 16,383 after it; with sign,
    /// point and exponent that is no more than this.
    public static final int DEFAULT_MAX_NUMBER_LENGTH = 147_500;

    /// Names are held in memory whole and appear in paths of messages; those of OCDS are below 100.
    public static final int DEFAULT_MAX_NAME_LENGTH = 50_000;

    /// The four defaults together.
    public static final JsonLimits DEFAULT =
            new JsonLimits(
                    DEFAULT_MAX_DEPTH,
                    DEFAULT_MAX_DOCUMENT_BYTES,
                    DEFAULT_MAX_NUMBER_LENGTH,
                    DEFAULT_MAX_NAME_LENGTH);

    /// Java's arrays end near 2 GiB, and reading needs room to double.
    private static final long MAX_BYTES = 1L << 30;

    public JsonLimits {
        if (maxDepth < 1 || maxNumberLength < 1 || maxNameLength < 1) {
            throw new IllegalArgumentException(
                    "limits of JSON must be 1 or more, were depth %d, number length %d, name length %d"
                            .formatted(maxDepth, maxNumberLength, maxNameLength));
        }
        if (maxDocumentBytes < 2 || maxDocumentBytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the longest document must be 2 to %,d bytes, was %,d"
                            .formatted(MAX_BYTES, maxDocumentBytes));
        }
    }
}
