package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A file with records, to be read: a segment, or what was set aside. For one thread.
///
/// @param salt what the headers' checksums were made with
/// @param end where the part with records ends
record RecordFile(DiskFile file, long salt, long end) implements Closeable {
    private static final int SEARCH_BYTES = 1 << 20;

    Optional<RecordHeader> recordAt(long offset) throws IOException {
        return offset + RecordHeader.BYTES > end
                ? Optional.empty()
                : RecordHeader.decode(bytes(offset, RecordHeader.BYTES), salt, offset, end);
    }

    /// The first record header at or behind the offset, past bytes that are none.
    Optional<RecordHeader> search(long from) throws IOException {
        for (long at = from; at < end; at += SEARCH_BYTES) {
            var bytes = bytes(at, (int) Math.min(SEARCH_BYTES, end - at));
            for (int i = 0; i < bytes.limit(); i += SegmentFormat.ALIGNMENT) {
                var found = RecordHeader.decode(bytes.position(i), salt, at + i, end);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// Whether the bytes there begin as a record of this file does, though they may verify as none.
    boolean hasMark(long offset) throws IOException {
        return offset + RecordHeader.BYTES <= end
                && bytes(offset, Integer.BYTES).getInt() == RecordHeader.mark(salt);
    }

    /// Empty when the checksum does not match.
    Optional<Metadata> metadata(RecordHeader record) throws IOException {
        var bytes = bytes(record.metadataOffset(), record.metadataLength());
        return checksum(bytes) == record.metadataChecksum()
                ? Optional.of(Metadata.decode(bytes, record.closing()))
                : Optional.empty();
    }

    /// Empty when the checksum does not match.
    Optional<byte[]> inlineBody(RecordHeader record) throws IOException {
        byte[] body = new byte[(int) record.bodyLength()];
        bytes(record.bodyOffset(), body.length).get(body);
        return checksum(ByteBuffer.wrap(body)) == record.bodyChecksum()
                ? Optional.of(body)
                : Optional.empty();
    }

    ByteBuffer bytes(long offset, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        if (file.read(bytes, offset) < length) {
            throw new EOFException("the file ends before offset %,d".formatted(offset + length));
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static int checksum(ByteBuffer bytes) {
        var sum = new CRC32C();
        sum.update(bytes.duplicate());
        return (int) sum.getValue();
    }
}
