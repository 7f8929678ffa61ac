package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Keeps the reserve: asks the disk at most ten times a second, as asking is a system call and the
/// answer changes slowly beside the reserve. Thread-safe.
final class FreeSpace {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Disk disk;
    private final SpoolFolder folder;
    private final long reserveBytes;
    private volatile Reading last;

    private record Reading(long atNanos, long freeBytes) {}

    FreeSpace(Disk disk, SpoolFolder folder, long reserveBytes) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.reserveBytes = reserveBytes;
        last = read();
    }

    void require(long bytes) {
        Reading reading = last;
        if (System.nanoTime() - reading.atNanos > FRESH_NANOS || lacks(reading, bytes)) {
            reading = readOrFail();
            last = reading;
        }
        if (lacks(reading, bytes)) {
            throw full(reading.freeBytes, bytes);
        }
    }

    /// The exception for a write that the disk itself refused.
    SpoolFullException full() {
        return full(readOrFail().freeBytes, 0);
    }

    static boolean isFull(IOException e) {
        String message = e.getMessage();
        return message != null
                && (message.contains("No space left") || message.contains("quota exceeded"));
    }

    private boolean lacks(Reading reading, long bytes) {
        return reading.freeBytes - bytes < reserveBytes;
    }

    private SpoolFullException full(long freeBytes, long bytes) {
        return new SpoolFullException(folder.root(), freeBytes, bytes, reserveBytes);
    }

    private Reading readOrFail() {
        try {
            return read();
        } catch (IOException e) {
            throw new SpoolException(
                    "cannot ask the disk of the spool %s for its free space"
                            .formatted(folder.root()),
                    e);
        }
    }

    private Reading read() throws IOException {
        return new Reading(System.nanoTime(), disk.freeBytes(folder.root()));
    }
}
