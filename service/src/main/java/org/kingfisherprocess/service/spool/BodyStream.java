package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;

/// A body from a file of its own. Its checksum is known only after the last byte: a body that does
/// not match fails with an [IOException] in place of the end of the stream.
final class BodyStream extends InputStream {
    private final Path path;
    private final DiskFile file;
    private final long length;
    private final int expected;
    private final CRC32C checksum = new CRC32C();
    private long position;

    BodyStream(Path path, DiskFile file, long length, int expected) {
        this.path = path;
        this.file = file;
        this.length = length;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (count == 0) {
            return 0;
        }
        int wanted = (int) Math.min(count, length - position);
        int read = wanted == 0 ? 0 : file.read(ByteBuffer.wrap(target, offset, wanted), position);
        if (read > 0) {
            checksum.update(target, offset, read);
            position += read;
            return read;
        }
        if (position < length) {
            throw new IOException(
                    "the body %s ends after %,d of its %,d bytes"
                            .formatted(path, position, length));
        }
        if ((int) checksum.getValue() != expected) {
            throw new IOException(
                    "the body %s is damaged: the checksum of its %,d bytes does not match"
                            .formatted(path, length));
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
