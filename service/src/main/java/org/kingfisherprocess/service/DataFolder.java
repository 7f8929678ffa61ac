package org.kingfisherprocess.service;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kingfisherprocess.service.cli.RefusedException;

/// The folder that holds all that a server keeps on disk, and the lock that makes one process, or
/// one family of processes, its owner.
///
/// The lock is the operating system's: it is gone with its process, however that ended. The file's
/// text tells people who holds it.
final class DataFolder implements AutoCloseable {
    private static final int MOST_OWNER_BYTES = 1_000;

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /// Makes this process the owner.
    ///
    /// @param owner what it is, for the message to those who come second
    /// @throws RefusedException naming the owner, if there is one
    static DataFolder own(Path folder, String owner) {
        return tryOwn(folder, owner).orElseThrow(() -> inUse(folder));
    }

    /// Makes this process one of the family of processes that own the folder together: a supervisor
    /// and its children.
    static DataFolder share(Path folder) {
        return open(folder, true).orElseThrow(() -> inUse(folder));
    }

    /// The same as [#own]; empty if another process is the owner.
    static Optional<DataFolder> tryOwn(Path folder, String owner) {
        var owned = open(folder, false);
        owned.ifPresent(mine -> mine.sign(owner));
        return owned;
    }

    private static Optional<DataFolder> open(Path folder, boolean shared) {
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(folder.resolve("lock"), CREATE, READ, WRITE);
            var lock = tryLock(channel, shared);
            if (lock.isEmpty()) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new DataFolder(folder, channel, lock.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot use the data folder %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private void sign(String owner) {
        try {
            var text = "%s (process %d)".formatted(owner, ProcessHandle.current().pid());
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot use the data folder %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the data folder " + folder, e);
        }
    }

    private static RefusedException inUse(Path folder) {
        return new RefusedException(
                "the data folder %s is in use by %s; stop that first, or choose another with KINGFISHER_PROCESS_DATA_DIR"
                        .formatted(folder, owner(folder)));
    }

    private static Optional<FileLock> tryLock(FileChannel channel, boolean shared)
            throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(0, Long.MAX_VALUE, shared));
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }

    private static String owner(Path folder) {
        try (var in = Files.newInputStream(folder.resolve("lock"))) {
            var text = new String(in.readNBytes(MOST_OWNER_BYTES), StandardCharsets.UTF_8);
            return text.isBlank() ? "another process" : text;
        } catch (IOException _) {
            return "another process";
        }
    }
}
