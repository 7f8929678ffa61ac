package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Appends submissions. What an append returned for is on stable storage: no crash loses it.
/// Thread-safe; several writers, also of several processes, may be open on one spool.
public final class SpoolWriter implements AutoCloseable {
    private final SpoolFolder folder;
    private final SpoolLimits limits;
    private final Disk disk;
    private final FreeSpace space;
    private final WriterLock lock;
    private final Committer committer;
    private final Thread thread;
    private final AtomicLong bodies = new AtomicLong();
    private final ReentrantReadWriteLock closing = new ReentrantReadWriteLock();
    private boolean closed;

    private SpoolWriter(Disk disk, SpoolFolder folder, SpoolLimits limits, InstantSource clock)
            throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.limits = limits;
        folder.create(disk);
        space = new FreeSpace(disk, folder, limits.reserveBytes());
        var random = new SecureRandom();
        lock = WriterLock.take(disk, folder, clock, random);
        var supply = new SegmentSupply(disk, folder, limits, random);
        committer =
                new Committer(
                        new SegmentSequence(supply, lock.writer()),
                        space,
                        new ReceiptSource(clock, random),
                        clock,
                        () -> WakeCalls.call(folder));
        thread = Thread.ofPlatform().daemon().name("spool-commit").start(committer);
    }

    public static SpoolWriter open(Path directory, SpoolLimits limits, InstantSource clock) {
        return open(new LocalDisk(), directory, limits, clock);
    }

    static SpoolWriter open(Disk disk, Path directory, SpoolLimits limits, InstantSource clock) {
        try {
            return new SpoolWriter(disk, new SpoolFolder(directory), limits, clock);
        } catch (IOException e) {
            throw new SpoolException("cannot open the spool %s to write".formatted(directory), e);
        }
    }

    /// Writes and forces a file, and deletes it again: so a folder that cannot be written is found
    /// out before anybody is told to send.
    ///
    /// @throws SpoolException if it cannot be written
    public void requireWritable() {
        var trial = folder.bodies().resolve(lock.writer() + ".trial");
        try {
            try (DiskFile file = disk.create(trial)) {
                file.write(ByteBuffer.wrap(new byte[] {1}), 0);
                file.force();
            }
            disk.forceDirectory(folder.bodies());
            disk.deleteIfExists(trial);
        } catch (IOException e) {
            throw new SpoolException("cannot write to the spool %s".formatted(folder.root()), e);
        }
    }

    /// Throws [SpoolFullException] when a body of this size would eat into the reserve; to be asked
    /// before a body is read. Cheap.
    public void requireSpace(long bodyBytes) {
        space.require(Math.max(0, bodyBytes));
    }

    /// A body to be filled, and then appended or closed.
    public SpoolBody newBody() {
        String name = "%s-%08x.body".formatted(lock.writer(), bodies.incrementAndGet());
        return new SpoolBody(disk, space, folder.bodies(), name, limits.inlineBodyBytes());
    }

    /// Blocks until the submission is on stable storage. When it throws, the submission was not
    /// acknowledged; after a failure of the disk it may be loaded nevertheless.
    public Receipt append(Submission submission, SpoolBody body) {
        closing.readLock().lock();
        try {
            requireOpen();
            space.require(0);
            var record = new PendingRecord(submission, body);
            requireFits(submission, record);
            body.handOver();
            committer.add(record);
            return record.await();
        } finally {
            closing.readLock().unlock();
            body.close();
        }
    }

    /// A submission without a body.
    public Receipt append(Submission submission) {
        return append(submission, newBody());
    }

    /// Waits for the appends under way.
    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            committer.stop();
            joinCommitter();
            lock.close();
            WakeCalls.call(folder);
        } catch (IOException e) {
            throw new SpoolException("cannot close the spool %s".formatted(folder.root()), e);
        } finally {
            closing.writeLock().unlock();
        }
    }

    /// Name of this writer, the first part of the names of its segments.
    UUID name() {
        return lock.writer();
    }

    private void requireFits(Submission submission, PendingRecord record) {
        long most = limits.segmentBytes() / 2;
        if (record.length() > most) {
            throw new IllegalArgumentException(
                    "the fields of %s take %,d bytes; a submission without its body may take %,d"
                            .formatted(submission.label(), record.length(), most));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the spool %s is closed".formatted(folder.root()));
        }
    }

    private void joinCommitter() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
