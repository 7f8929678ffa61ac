package org.kingfisherprocess.service.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands out what was appended, by any writer, until it is finished or set aside. One reader at a
/// time for a spool; several loader threads may use it. What was taken and not finished when the
/// reader ends, or its process dies, is handed out again by the next one.
public final class SpoolReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);

    private final Disk disk;
    private final SpoolFolder folder;
    private final InstantSource clock;
    private final SpoolView view;
    private final LinkedBlockingQueue<Entry> ready = new LinkedBlockingQueue<>();
    private final ReaderLoop loop;
    private final Thread thread;
    private final List<Closeable> resources;
    private volatile boolean closed;

    private SpoolReader(
            Disk disk, SpoolFolder folder, SpoolLimits limits, InstantSource clock, Closeable lock)
            throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
        view = new SpoolView(disk, folder, limits, clock);
        var journal = new AcknowledgedJournal(disk, folder, clock);
        loop = new ReaderLoop(disk, folder, journal, limits, ready);
        resources =
                List.of(
                        disk.watch(List.of(folder.segments(), folder.aside()), loop::wake),
                        WakeCalls.listen(folder, loop::wake),
                        lock);
        thread = Thread.ofPlatform().daemon().name("spool-read").start(loop);
    }

    /// Throws [SpoolLockedException] when another reader is open, here or in another process.
    public static SpoolReader open(Path directory, SpoolLimits limits, InstantSource clock) {
        return open(new LocalDisk(), directory, limits, clock);
    }

    static SpoolReader open(Disk disk, Path directory, SpoolLimits limits, InstantSource clock) {
        var folder = new SpoolFolder(directory);
        try {
            folder.create(disk);
            Optional<Closeable> lock = disk.tryLock(folder.readerLock());
            if (lock.isEmpty()) {
                throw new SpoolLockedException(folder.root(), SpoolView.readerPid(disk, folder));
            }
            try {
                writePid(disk, folder);
                return new SpoolReader(disk, folder, limits, clock, lock.get());
            } catch (IOException | RuntimeException e) {
                lock.get().close();
                throw e;
            }
        } catch (IOException e) {
            throw new SpoolException("cannot open the spool %s to read".formatted(directory), e);
        }
    }

    /// The next entry whose turn it is; empty when there was none for so long. To be answered by
    /// [#finished], [#retryLater], [#postpone] or [#setAside].
    public Optional<Entry> take(Duration wait) throws InterruptedException {
        if (closed) {
            return Optional.empty();
        }
        Optional<Entry> entry =
                Optional.ofNullable(ready.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
        entry.ifPresent(Entry::handedOut);
        return entry;
    }

    /// The transaction that stored the entry has committed: it may leave the spool.
    public void finished(Entry entry) {
        loop.finished(entry);
    }

    /// The try failed: hand the entry out again after the delay.
    public void retryLater(Entry entry, Duration delay, String reason) {
        LOG.warn("{} is tried again in {} after try {}: {}", entry, delay, entry.tries(), reason);
        loop.later(entry, System.nanoTime() + delay.toNanos());
    }

    /// The same for a try that was not the entry's fault, as when the database is away: it does not
    /// count as one.
    public void postpone(Entry entry, Duration delay) {
        entry.notCounted();
        loop.later(entry, System.nanoTime() + delay.toNanos());
    }

    /// Keeps the entry apart until somebody retries or discards it; durable when this returns.
    public void setAside(Entry entry, String reason) {
        try {
            AsideFolder.keep(disk, folder, entry, clock.instant(), reason);
        } catch (IOException e) {
            throw new SpoolException("cannot set %s aside".formatted(entry), e);
        }
        LOG.error("{} is set aside after try {}: {}", entry, entry.tries(), reason);
        loop.setAside(entry);
    }

    public SpoolStatus status() {
        return view.status();
    }

    /// Ends after what the loaders have said until now is written down.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        loop.stop();
        try {
            thread.join();
            ready.clear();
            for (Closeable resource : resources) {
                resource.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new SpoolException("cannot close the spool %s".formatted(folder.root()), e);
        }
    }

    /// Beside the lock, not in it: whoever opens and closes the lock's file drops the lock.
    private static void writePid(Disk disk, SpoolFolder folder) throws IOException {
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8);
        DurableFile.write(disk, folder.root(), folder.readerPid(), ByteBuffer.wrap(pid));
    }
}
