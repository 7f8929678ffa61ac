package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// The reader's place in one segment. For one thread.
final class SegmentCursor implements Closeable {
    private final Disk disk;
    private final SpoolFolder folder;
    private final SegmentFile segment;
    private final DoneMap done;
    private final Damage damage;
    private final Set<Receipt> setAside;
    private long position = SegmentFile.firstRecord();
    private long tail = position;
    private int outstanding;
    private boolean sealed;
    private boolean ended;

    /// @param setAside receipts that were set aside before the reader was opened
    SegmentCursor(
            Disk disk,
            SpoolFolder folder,
            SegmentFile segment,
            DoneMap done,
            Set<Receipt> setAside) {
        this.disk = disk;
        this.folder = folder;
        this.segment = segment;
        this.done = done;
        this.setAside = setAside;
        damage = new Damage(disk, folder);
    }

    SegmentFile segment() {
        return segment;
    }

    /// Nothing more will be written to the segment: its end is an end.
    void seal() {
        sealed = true;
    }

    boolean isSealed() {
        return sealed;
    }

    /// Everything was handed out.
    boolean isEnded() {
        return ended;
    }

    /// Everything was handed out and is finished.
    boolean isFinished() {
        return ended && outstanding == 0;
    }

    boolean hasPassed(long offset) {
        return ended || position >= offset;
    }

    /// Where the records end that are in the segment now.
    long tail() throws IOException {
        if (sealed) {
            return segment.records().end();
        }
        while (true) {
            var record = segment.records().recordAt(tail).filter(found -> !found.isSeal());
            if (record.isEmpty()) {
                return tail;
            }
            tail = record.get().nextOffset();
        }
    }

    /// The next entry that is not finished; empty at the end of what is written.
    Optional<Entry> next() throws IOException {
        while (!ended) {
            Optional<RecordHeader> found = segment.records().recordAt(position);
            if (found.isEmpty()) {
                if (!sealed || !skipUnreadable()) {
                    return Optional.empty();
                }
            } else if (found.get().isSeal()) {
                ended = true;
            } else if (wasDone(found.get())) {
                position = found.get().nextOffset();
            } else {
                RecordHeader record = found.get();
                Optional<Metadata> metadata = verify(record);
                if (metadata.isPresent()) {
                    return Optional.of(handOut(record, metadata.get()));
                }
                if (!sealed && !forcedBeyond(record.offset(), record.nextOffset())) {
                    return Optional.empty();
                }
                // What comes behind is there, so this was written before: look once more.
                metadata = verify(record);
                if (metadata.isPresent()) {
                    return Optional.of(handOut(record, metadata.get()));
                }
                skipDamaged(record);
            }
        }
        return Optional.empty();
    }

    void finished(RecordHeader record) throws IOException {
        outstanding--;
        done.mark(record.offset());
        if (!record.inline()) {
            done.force();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            segment.close();
        } finally {
            done.close();
        }
    }

    private Entry handOut(RecordHeader record, Metadata metadata) {
        position = record.nextOffset();
        outstanding++;
        return new Entry(record, metadata, new SegmentOrigin(disk, folder, segment.name()));
    }

    private boolean wasDone(RecordHeader record) throws IOException {
        if (done.wasDone(record.offset())) {
            return true;
        }
        boolean aside = setAside.contains(record.receipt());
        if (aside) {
            done.mark(record.offset());
        }
        return aside;
    }

    private Optional<Metadata> verify(RecordHeader record) throws IOException {
        Optional<Metadata> metadata = segment.records().metadata(record);
        if (metadata.isEmpty()) {
            return metadata;
        }
        boolean good =
                record.inline()
                        ? segment.records().inlineBody(record).isPresent()
                        : isComplete(record, metadata.get());
        return good ? metadata : Optional.empty();
    }

    private boolean isComplete(RecordHeader record, Metadata metadata) throws IOException {
        var path = folder.bodies().resolve(metadata.bodyFile());
        if (!disk.exists(path)) {
            return false;
        }
        try (DiskFile body = disk.openToRead(path)) {
            return body.size() == record.bodyLength();
        }
    }

    /// False, and at the end, when nothing readable follows.
    private boolean skipUnreadable() throws IOException {
        Optional<RecordHeader> next = segment.records().search(position + SegmentFormat.ALIGNMENT);
        if (next.isEmpty()) {
            if (segment.records().hasMark(position)) {
                damage.bytes(segment, position, segment.records().end(), false);
            }
            ended = true;
            return false;
        }
        long to = next.get().offset();
        damage.bytes(segment, position, to, forcedBeyond(position, to));
        position = to;
        return true;
    }

    private void skipDamaged(RecordHeader record) throws IOException {
        damage.record(segment, record, forcedBeyond(record.offset(), record.nextOffset()));
        done.mark(record.offset());
        position = record.nextOffset();
    }

    /// Whether a later record tells that the offset was on stable storage when it was written.
    private boolean forcedBeyond(long offset, long from) throws IOException {
        Optional<RecordHeader> later = recordFrom(from);
        while (later.isPresent()) {
            if (later.get().forcedUpTo() > offset) {
                return true;
            }
            later = recordFrom(later.get().nextOffset());
        }
        return false;
    }

    private Optional<RecordHeader> recordFrom(long offset) throws IOException {
        var next = segment.records().recordAt(offset);
        return next.isPresent() || !sealed ? next : segment.records().search(offset);
    }
}
