package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Shows that a writer lives: a lock that ends with its process.
record WriterLock(UUID writer, Closeable lock, Disk disk, Path path) implements Closeable {

    static WriterLock take(
            Disk disk, SpoolFolder folder, InstantSource clock, RandomGenerator random)
            throws IOException {
        var names = new ReceiptSource(clock, random);
        while (true) {
            UUID writer = names.next().value();
            Path path = folder.writerLock(writer);
            Optional<Closeable> lock = disk.tryLock(path);
            if (lock.isPresent() && disk.exists(path)) {
                return new WriterLock(writer, lock.get(), disk, path);
            }
            // A reader that sweeps took the file for a dead writer's before it was locked.
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        disk.deleteIfExists(path);
        lock.close();
    }
}
