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

/// The folder that holds all that a server keeps on disk, and the lock that makes one process its
/// owner.
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
        return tryOwn(folder, owner)
                .orElseThrow(() ->
                        new RefusedException(
                                "the data folder %s is in use by %s; stop that first, or choose another with KINGFISHER_PROCESS_DATA_DIR"
                                        .formatted(folder, owner(folder))));
    }

    /// The same; empty if another process is the owner.
    static Optional<DataFolder> tryOwn(Path folder, String owner) {
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(folder.resolve("lock"), CREATE, READ, WRITE);
            var lock = tryLock(channel);
            if (lock.isEmpty()) {
                channel.close();
                return Optional.empty();
            }
            var text = "%s (process %d)".formatted(owner, ProcessHandle.current().pid());
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            return Optional.of(new DataFolder(folder, channel, lock.get()));
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

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
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
