package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// An entry that was set aside and is tried again.
record AsideOrigin(Disk disk, SpoolFolder folder) implements Entry.Origin {

    @Override
    public InputStream openBody(RecordHeader record, Metadata metadata) throws IOException {
        if (!record.inline()) {
            Path path = folder.asideBody(record.receipt());
            return new BodyStream(
                    path, disk.openToRead(path), record.bodyLength(), record.bodyChecksum());
        }
        Path path = folder.asideRetry(record.receipt());
        try (var records = new RecordFile(disk.openToRead(path), 0, Long.MAX_VALUE)) {
            return SegmentOrigin.stream(records, record);
        }
    }
}
