package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A disk in memory that survives a power cut as a real one is allowed to: what was forced is
/// there, of the rest some sectors are and some are not; a name is there once its directory was
/// forced. It can also fail, and be full.
final class ForgetfulDisk implements Disk {
    private static final int SECTOR = 512;

    private final Map<Path, Node> names = new HashMap<>();
    private final Map<Path, Node> durableNames = new HashMap<>();
    private final Set<Path> locks = new HashSet<>();
    private long freeBytes = Long.MAX_VALUE / 2;
    private long spaceBytes = Long.MAX_VALUE / 2;
    private int forcesToFail;
    private boolean dead;

    /// Turns the power off: whoever uses this disk fails from now on. Returns what is there when
    /// the power is back.
    synchronized ForgetfulDisk cutPower(Random random) {
        dead = true;
        var after = new ForgetfulDisk();
        durableNames.forEach((path, node) -> after.names.put(path, node.afterPowerCut(random)));
        after.durableNames.putAll(after.names);
        return after;
    }

    synchronized void failForces(int count) {
        forcesToFail = count;
    }

    /// What the disk says when asked.
    synchronized void setFree(long bytes) {
        freeBytes = bytes;
    }

    /// How many more bytes files can grow by.
    synchronized void setSpace(long bytes) {
        spaceBytes = bytes;
    }

    synchronized List<Path> files(Path directory) {
        return names.keySet().stream()
                .filter(path -> directory.equals(path.getParent()))
                .sorted()
                .toList();
    }

    synchronized byte[] content(Path file) {
        Node node = Objects.requireNonNull(names.get(file));
        return Arrays.copyOf(node.bytes, node.size);
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        requirePower();
        if (names.containsKey(file)) {
            throw new IOException("exists: " + file);
        }
        var node = new Node();
        names.put(file, node);
        return new MemoryFile(node);
    }

    @Override
    public synchronized DiskFile openToRead(Path file) throws IOException {
        return new MemoryFile(node(file));
    }

    @Override
    public DiskFile openToWrite(Path file) throws IOException {
        return openToRead(file);
    }

    @Override
    public void createDirectories(Path directory) {
        // Directories are only parts of names here.
    }

    @Override
    public synchronized List<Path> list(Path directory) throws IOException {
        requirePower();
        return files(directory);
    }

    @Override
    public synchronized boolean exists(Path file) {
        return names.containsKey(file);
    }

    @Override
    public synchronized void move(Path from, Path to) throws IOException {
        Node node = node(from);
        names.remove(from);
        names.put(to, node);
    }

    @Override
    public synchronized boolean deleteIfExists(Path file) throws IOException {
        requirePower();
        return names.remove(file) != null;
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        requirePower();
        durableNames.keySet().removeIf(path -> directory.equals(path.getParent()));
        files(directory)
                .forEach(path -> durableNames.put(path, Objects.requireNonNull(names.get(path))));
    }

    @Override
    public synchronized long freeBytes(Path directory) {
        return freeBytes;
    }

    @Override
    public synchronized Optional<Closeable> tryLock(Path file) throws IOException {
        requirePower();
        if (!locks.add(file)) {
            return Optional.empty();
        }
        names.putIfAbsent(file, new Node());
        return Optional.of(() -> unlock(file));
    }

    private synchronized void unlock(Path file) {
        locks.remove(file);
    }

    @Override
    public synchronized boolean isLocked(Path file) {
        return locks.contains(file);
    }

    @Override
    public Closeable watch(List<Path> directories, Runnable changed) {
        return () -> {};
    }

    private Node node(Path file) throws IOException {
        requirePower();
        Node node = names.get(file);
        if (node == null) {
            throw new NoSuchFileException(file.toString());
        }
        return node;
    }

    private void requirePower() throws IOException {
        if (dead) {
            throw new IOException("the power is off");
        }
    }

    private static final class Node {
        private byte[] bytes = new byte[0];
        private int size;
        private byte[] durable = new byte[0];
        private final List<Integer> unforcedSectors = new ArrayList<>();

        void write(ByteBuffer source, int offset) {
            int end = offset + source.remaining();
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
            }
            size = Math.max(size, end);
            source.get(bytes, offset, end - offset);
            for (int sector = offset / SECTOR; sector * SECTOR < end; sector++) {
                unforcedSectors.add(sector);
            }
        }

        void force() {
            if (durable.length != size) {
                durable = Arrays.copyOf(bytes, size);
            } else {
                unforcedSectors.forEach(sector -> writeBack(durable, sector));
            }
            unforcedSectors.clear();
        }

        Node afterPowerCut(Random random) {
            var after = new Node();
            byte[] content = Arrays.copyOf(durable, random.nextBoolean() ? size : durable.length);
            for (int sector : unforcedSectors) {
                if (random.nextBoolean()) {
                    writeBack(content, sector);
                }
            }
            after.bytes = content;
            after.size = content.length;
            after.durable = content.clone();
            return after;
        }

        private void writeBack(byte[] target, int sector) {
            int from = sector * SECTOR;
            int to = Math.min(from + SECTOR, Math.min(size, target.length));
            if (from < to) {
                System.arraycopy(bytes, from, target, from, to - from);
            }
        }
    }

    private final class MemoryFile implements DiskFile {
        private final Node node;

        MemoryFile(Node node) {
            this.node = node;
        }

        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            synchronized (ForgetfulDisk.this) {
                requirePower();
                int count = (int) Math.max(0, Math.min(target.remaining(), node.size - offset));
                target.put(node.bytes, (int) Math.min(offset, node.size), count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            synchronized (ForgetfulDisk.this) {
                requirePower();
                long growth = Math.max(0, offset + source.remaining() - node.size);
                if (growth > spaceBytes) {
                    throw new IOException("No space left on device");
                }
                spaceBytes -= growth;
                node.write(source, (int) offset);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (ForgetfulDisk.this) {
                requirePower();
                if (forcesToFail > 0) {
                    forcesToFail--;
                    throw new IOException("Input/output error");
                }
                node.force();
            }
        }

        @Override
        public long size() {
            synchronized (ForgetfulDisk.this) {
                return node.size;
            }
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
