package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A whole file as a stream. Does not close it.
final class DiskFileStream extends InputStream {
    private final DiskFile file;
    private long position;

    DiskFileStream(DiskFile file) {
        this.file = file;
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
        int read = file.read(ByteBuffer.wrap(target, offset, count), position);
        position += read;
        return read == 0 ? -1 : read;
    }
}
