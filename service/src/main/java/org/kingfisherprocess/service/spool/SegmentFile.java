package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A segment to be read. For one thread.
record SegmentFile(SegmentName name, RecordFile records) implements Closeable {

    /// Empty when neither the header nor its copy can be read, or both belong to another segment.
    static Optional<SegmentFile> open(Disk disk, SpoolFolder folder, SegmentName name)
            throws IOException {
        DiskFile file = disk.openToRead(folder.segment(name));
        try {
            long copy = file.size() - SegmentFormat.HEADER_BYTES;
            var header = readHeader(file, 0, name);
            if (header.isEmpty() && copy > 0) {
                header = readHeader(file, copy, name);
            }
            if (header.isEmpty()) {
                file.close();
            }
            return header.map(found -> of(found, file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static long firstRecord() {
        return SegmentFormat.HEADER_BYTES;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private static SegmentFile of(SegmentFormat.Header header, DiskFile file) {
        return new SegmentFile(
                header.name(), new RecordFile(file, header.salt(), header.recordsEnd()));
    }

    private static Optional<SegmentFormat.Header> readHeader(
            DiskFile file, long offset, SegmentName name) throws IOException {
        var bytes = ByteBuffer.allocate(SegmentFormat.HEADER_BYTES);
        file.read(bytes, offset);
        return SegmentFormat.decode(bytes.flip()).filter(found -> found.name().equals(name));
    }
}
