package org.kingfisherprocess.service.deploy;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.kingfisherprocess.service.release.Installation;

/// One executor at a time in an installation: the operating system's lock on a file, gone with its
/// process however that ended, whether PostgreSQL is there or not.
public final class ExecutorLock implements AutoCloseable {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final FileChannel channel;
    private final FileLock lock;

    private ExecutorLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /// Tries for a while: another process that only looks whether it is free has it for a moment.
    static Optional<ExecutorLock> take(Installation installation, Duration patience) {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        var taken = take(installation);
        while (taken.isEmpty() && System.nanoTime() < giveUpAt) {
            Pause.of(BETWEEN_TRIES);
            taken = take(installation);
        }
        return taken;
    }

    /// Empty if another process has it.
    static Optional<ExecutorLock> take(Installation installation) {
        try {
            Files.createDirectories(installation.folder());
            var channel =
                    FileChannel.open(
                            installation.folder().resolve("executor.lock"), CREATE, READ, WRITE);
            var lock = tryLock(channel);
            if (lock.isEmpty()) {
                channel.close();
            }
            return lock.map(taken -> new ExecutorLock(channel, taken));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot lock the installation " + installation.folder(), e);
        }
    }

    /// Whether an executor is at work.
    public static boolean isTaken(Installation installation) {
        var free = take(installation);
        free.ifPresent(ExecutorLock::close);
        return free.isEmpty();
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of the installation", e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }
}
