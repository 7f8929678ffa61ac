package org.kingfisherprocess.service.steps;

/// How much goes into one round of statements.
///
/// @param documents 500 to 1,000 were measured to be best; more only costs memory
/// @param bytes of canonical JSON: bounds the memory of a loader, since a document may be large
public record ChunkSize(int documents, long bytes) {
    public static final ChunkSize DEFAULT = new ChunkSize(1_000, 4L << 20);
}
