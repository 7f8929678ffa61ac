package org.kingfisherprocess.service.spool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// A record in a segment. Opens files of its own: a loader thread that is interrupted while it
/// reads must not close the reader's.
record SegmentOrigin(Disk disk, SpoolFolder folder, SegmentName segment) implements Entry.Origin {

    @Override
    public InputStream openBody(RecordHeader record, Metadata metadata) throws IOException {
        if (!record.inline()) {
            Path path = folder.bodies().resolve(metadata.bodyFile());
            return new BodyStream(
                    path, disk.openToRead(path), record.bodyLength(), record.bodyChecksum());
        }
        if (record.bodyLength() == 0) {
            return InputStream.nullInputStream();
        }
        try (var records =
                new RecordFile(disk.openToRead(folder.segment(segment)), 0, Long.MAX_VALUE)) {
            return stream(records, record);
        }
    }

    static InputStream stream(RecordFile records, RecordHeader record) throws IOException {
        byte[] body =
                records.inlineBody(record)
                        .orElseThrow(() -> new IOException("its checksum does not match"));
        return new ByteArrayInputStream(body);
    }
}
