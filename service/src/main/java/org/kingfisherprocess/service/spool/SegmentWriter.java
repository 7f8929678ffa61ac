package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Appends records to one segment. Gathers them in a buffer, so that a group of small records is
/// one write. For one thread.
final class SegmentWriter implements Closeable {
    private final SegmentFormat.Header header;
    private final DiskFile file;
    private final ByteBuffer buffer;
    private long bufferOffset = SegmentFormat.HEADER_BYTES;
    private long forcedUpTo = SegmentFormat.HEADER_BYTES;

    SegmentWriter(SegmentFormat.Header header, DiskFile file, ByteBuffer buffer) {
        this.header = header;
        this.file = file;
        this.buffer = buffer.clear();
    }

    SegmentName name() {
        return header.name();
    }

    /// Whether the record fits, with room for the seal.
    boolean fits(PendingRecord waiting) {
        return position() + SegmentFormat.align(waiting.length()) + RecordHeader.BYTES
                <= header.recordsEnd();
    }

    /// Share of the segment that is used, from 0 to 1.
    double used() {
        return (double) position() / header.recordsEnd();
    }

    void put(PendingRecord waiting, Receipt receipt, long millis) throws IOException {
        put(waiting.header(position(), forcedUpTo, receipt, millis));
        put(waiting.metadata());
        put(waiting.body());
        pad();
    }

    void force() throws IOException {
        flush();
        file.force();
        forcedUpTo = bufferOffset;
    }

    /// Marks the end, so that a reader can tell it from a damaged record.
    void seal() throws IOException {
        put(RecordHeader.seal(position()));
        force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private long position() {
        return bufferOffset + buffer.position();
    }

    private void put(RecordHeader record) throws IOException {
        if (buffer.remaining() < RecordHeader.BYTES) {
            flush();
        }
        record.encode(header.salt(), buffer);
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), bytes.remaining());
            buffer.put(bytes.slice().limit(count));
            bytes.position(bytes.position() + count);
        }
    }

    private void pad() throws IOException {
        put(ByteBuffer.allocate((int) (SegmentFormat.align(position()) - position())));
    }

    private void flush() throws IOException {
        file.write(buffer.flip(), bufferOffset);
        bufferOffset += buffer.limit();
        buffer.clear();
    }
}
