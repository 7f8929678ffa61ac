package org.kingfisherprocess.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What the disk allows at best: threads hand records to one writer, which writes all that wait
/// into a file that was filled beforehand, forces once, and lets them go on. No format, no
/// checksum, no HTTP.
final class GroupCommitOfDisk {
    private static final int FILE_BYTES = 64 << 20;

    private final byte[] content;
    private final LinkedBlockingQueue<Semaphore> waiting = new LinkedBlockingQueue<>();

    GroupCommitOfDisk(int recordBytes) {
        content = new byte[recordBytes];
        for (var at = 0; at < recordBytes; at++) {
            content[at] = (byte) at;
        }
    }

    void measure(Path folder, int threads, Duration time, RateFigures figures) {
        var path = folder.resolve("group-commit-of-disk");
        try (var file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            fill(file);
            var writer = Thread.ofPlatform().start(() -> write(file));
            Threads.measure(threads, time, this::record, figures);
            writer.interrupt();
            writer.join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot measure the disk in " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            path.toFile().delete();
        }
    }

    private void record() {
        var forced = new Semaphore(0);
        waiting.add(forced);
        forced.acquireUninterruptibly();
    }

    private void write(FileChannel file) {
        var group = new ArrayList<Semaphore>();
        var buffer = ByteBuffer.allocateDirect(1 << 20);
        var offset = 0L;
        try {
            while (true) {
                group.clear();
                var first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    continue;
                }
                group.add(first);
                waiting.drainTo(group);
                offset = write(file, buffer, group.size(), offset);
                file.force(false);
                group.forEach(Semaphore::release);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the offset behind; begins again where the file ends.
    private long write(FileChannel file, ByteBuffer buffer, int records, long offset)
            throws IOException {
        var at = offset + (long) records * content.length > FILE_BYTES ? 0 : offset;
        buffer.clear();
        for (var record = 0; record < records; record++) {
            if (buffer.remaining() < content.length) {
                at = flush(file, buffer, at);
            }
            buffer.put(content);
        }
        return flush(file, buffer, at);
    }

    private static long flush(FileChannel file, ByteBuffer buffer, long offset) throws IOException {
        buffer.flip();
        var at = offset;
        while (buffer.hasRemaining()) {
            at += file.write(buffer, at);
        }
        buffer.clear();
        return at;
    }

    private static void fill(FileChannel file) throws IOException {
        var zeros = ByteBuffer.allocateDirect(1 << 20);
        for (var offset = 0L; offset < FILE_BYTES; offset += zeros.capacity()) {
            file.write(zeros.clear(), offset);
        }
        file.force(true);
    }
}
