package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// One submission as the reader hands it out.
public final class Entry {
    private final RecordHeader record;
    private final Metadata metadata;
    private final Origin origin;
    private final AtomicInteger tries = new AtomicInteger();

    /// Where an entry's bytes lie.
    sealed interface Origin permits SegmentOrigin, AsideOrigin {
        InputStream openBody(RecordHeader record, Metadata metadata) throws IOException;
    }

    Entry(RecordHeader record, Metadata metadata, Origin origin) {
        this.record = record;
        this.metadata = metadata;
        this.origin = origin;
    }

    public Receipt receipt() {
        return record.receipt();
    }

    public Instant acknowledgedAt() {
        return record.acknowledgedAt();
    }

    public Submission submission() {
        return metadata.submission();
    }

    public long bodyBytes() {
        return record.bodyLength();
    }

    /// Whether the body lies in the segment, and is small enough to be held in memory.
    public boolean inline() {
        return record.inline();
    }

    /// How often the entry was handed out by this reader, this time included; a postponed time does
    /// not count.
    public int tries() {
        return tries.get();
    }

    /// The body, verified: an inline one before its first byte is returned, a large one before the
    /// end of the stream is. To be closed by the caller; may be opened more than once.
    public InputStream openBody() {
        try {
            return origin.openBody(record, metadata);
        } catch (IOException e) {
            throw new SpoolException(
                    "cannot open the body of %s (%s): %s"
                            .formatted(receipt(), submission().label(), e.getMessage()),
                    e);
        }
    }

    RecordHeader record() {
        return record;
    }

    Metadata metadata() {
        return metadata;
    }

    Origin origin() {
        return origin;
    }

    void handedOut() {
        tries.incrementAndGet();
    }

    void notCounted() {
        tries.decrementAndGet();
    }

    @Override
    public String toString() {
        return receipt() + " (" + submission().label() + ")";
    }
}
