package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file.
interface DiskFile extends Closeable {
    /// Reads until the buffer or the file ends; returns how many bytes.
    int read(ByteBuffer target, long offset) throws IOException;

    /// Writes all of the buffer.
    void write(ByteBuffer source, long offset) throws IOException;

    /// Returns when all that was written is on stable storage.
    void force() throws IOException;

    long size() throws IOException;
}
