package org.kingfisherprocess.service.spool;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The disk of this machine.
final class LocalDisk implements Disk {
    /// Locks of this process. POSIX drops a process's lock on a file when the process closes *any*
    /// descriptor of it, so a lock held here must never be probed by opening its file; that is true
    /// of the whole process, hence the static field.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    @Override
    public DiskFile create(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(file, CREATE_NEW, READ, WRITE));
    }

    @Override
    public DiskFile openToRead(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(file, READ));
    }

    @Override
    public DiskFile openToWrite(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(file, READ, WRITE));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean deleteIfExists(Path file) throws IOException {
        return Files.deleteIfExists(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    @Override
    public long freeBytes(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public Optional<Closeable> tryLock(Path file) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        if (!HELD_HERE.add(key)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(file, CREATE, WRITE);
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(key);
            }
        }
        if (lock == null) {
            return Optional.empty();
        }
        FileChannel held = channel;
        return Optional.of(() -> {
            held.close();
            HELD_HERE.remove(key);
        });
    }

    @Override
    public boolean isLocked(Path file) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        if (!HELD_HERE.add(key)) {
            return true;
        }
        try (var channel = FileChannel.open(file, WRITE);
                var lock = channel.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            HELD_HERE.remove(key);
        }
    }

    @Override
    public Closeable watch(List<Path> directories, Runnable changed) throws IOException {
        return DirectoryWatch.start(directories, changed);
    }

    private record ChannelFile(FileChannel channel) implements DiskFile {
        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            int total = 0;
            while (target.hasRemaining()) {
                int count = channel.read(target, offset + total);
                if (count < 0) {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            long at = offset;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
