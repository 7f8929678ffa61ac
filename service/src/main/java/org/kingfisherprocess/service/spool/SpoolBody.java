package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A body on its way into the spool: in memory up to the limit, then in a file of its own. For one
/// thread at a time. Closing discards what was not appended.
public final class SpoolBody implements AutoCloseable {
    /// Written back in pieces, so that one huge body does not leave all its bytes to its last
    /// force, behind which everybody's group commit would wait.
    private static final long FORCE_EVERY_BYTES = 32L << 20;

    private static final int COPY_BYTES = 1 << 16;
    private static final int FIRST_BYTES = 1 << 12;

    private final Disk disk;
    private final FreeSpace space;
    private final Path directory;
    private final Path path;
    private final int inlineBytes;
    private final CRC32C checksum = new CRC32C();
    private byte[] memory = new byte[0];
    private @Nullable DiskFile file;
    private long length;
    private long forcedLength;
    private boolean handedOver;
    private boolean closed;

    SpoolBody(Disk disk, FreeSpace space, Path directory, String name, int inlineBytes) {
        this.disk = disk;
        this.space = space;
        this.directory = directory;
        path = directory.resolve(name);
        this.inlineBytes = inlineBytes;
    }

    public void write(byte[] bytes, int offset, int count) {
        write(ByteBuffer.wrap(bytes, offset, count));
    }

    /// Takes all of the buffer.
    public void write(ByteBuffer bytes) {
        requireOpen();
        checksum.update(bytes.duplicate());
        try {
            if (length + bytes.remaining() <= inlineBytes) {
                keep(bytes);
            } else {
                stream(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Appends all of a file.
    public void copyFrom(Path source) {
        var buffer = ByteBuffer.allocateDirect(COPY_BYTES);
        long offset = 0;
        try (DiskFile from = disk.openToRead(source)) {
            while (true) {
                int count = from.read(buffer.clear(), offset);
                if (count == 0) {
                    return;
                }
                offset += count;
                write(buffer.flip());
            }
        } catch (IOException e) {
            throw new SpoolException("cannot copy %s into the spool".formatted(source), e);
        }
    }

    public long length() {
        return length;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        memory = new byte[0];
        try {
            if (file != null) {
                file.close();
                if (!handedOver) {
                    disk.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            throw new SpoolException("cannot discard the body %s".formatted(path), e);
        }
    }

    boolean inline() {
        return file == null;
    }

    String fileName() {
        return inline() ? "" : path.getFileName().toString();
    }

    int checksum() {
        return (int) checksum.getValue();
    }

    ByteBuffer memory() {
        return ByteBuffer.wrap(memory, 0, inline() ? (int) length : 0);
    }

    /// Puts a body with a file on stable storage, name included. From here on it belongs to the
    /// record that is about to be written.
    void handOver() {
        requireOpen();
        handedOver = true;
        if (file == null) {
            return;
        }
        try {
            file.force();
            disk.forceDirectory(directory);
        } catch (IOException e) {
            handedOver = false;
            throw failed(e);
        }
    }

    private void keep(ByteBuffer bytes) {
        int needed = (int) length + bytes.remaining();
        if (needed > memory.length) {
            int room = Math.max(FIRST_BYTES, Math.max(needed, memory.length * 2));
            memory = Arrays.copyOf(memory, Math.min(inlineBytes, room));
        }
        int count = bytes.remaining();
        bytes.get(memory, (int) length, count);
        length += count;
    }

    private void stream(ByteBuffer bytes) throws IOException {
        space.require(bytes.remaining());
        if (file == null) {
            file = disk.create(path);
            file.write(ByteBuffer.wrap(memory, 0, (int) length), 0);
            memory = new byte[0];
        }
        int count = bytes.remaining();
        file.write(bytes, length);
        length += count;
        if (length - forcedLength >= FORCE_EVERY_BYTES) {
            file.force();
            forcedLength = length;
        }
    }

    private void requireOpen() {
        if (closed || handedOver) {
            throw new IllegalStateException("the body was closed or appended already");
        }
    }

    private SpoolException failed(IOException e) {
        return FreeSpace.isFull(e)
                ? space.full()
                : new SpoolException("cannot write the body %s".formatted(path), e);
    }
}
