package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/// Prepares segments under a name that nobody reads, and publishes them when a writer needs them: a
/// spare one where there is one, else a new one filled with zeros, so that later forces have no
/// metadata of the file system to write.
final class SegmentSupply {
    private static final int ZEROS_BYTES = 1 << 20;

    private final Disk disk;
    private final SpoolFolder folder;
    private final SpoolLimits limits;
    private final RandomGenerator random;

    SegmentSupply(Disk disk, SpoolFolder folder, SpoolLimits limits, RandomGenerator random) {
        this.disk = disk;
        this.folder = folder;
        this.limits = limits;
        this.random = random;
    }

    /// Makes the segment ready in the folder of spares, forced; its header already carries its
    /// name.
    SegmentFormat.Header prepare(SegmentName name) throws IOException {
        Path path = folder.prepared(name);
        if (!takeSpare(path)) {
            allocate(path);
        }
        long recordsEnd = limits.segmentBytes() - (long) SegmentFormat.HEADER_BYTES;
        var header = new SegmentFormat.Header(name, random.nextLong(), recordsEnd);
        try (DiskFile file = disk.openToWrite(path)) {
            file.write(SegmentFormat.encode(header), 0);
            file.write(SegmentFormat.encode(header), recordsEnd);
            file.force();
        }
        return header;
    }

    /// Gives a prepared segment its place among those that are read; survives a power cut after
    /// that.
    DiskFile publish(SegmentFormat.Header header) throws IOException {
        Path path = folder.segment(header.name());
        disk.move(folder.prepared(header.name()), path);
        disk.forceDirectory(folder.segments());
        return disk.openToWrite(path);
    }

    private boolean takeSpare(Path target) throws IOException {
        for (Path spare : disk.list(folder.spares())) {
            if (spare.toString().endsWith(".spare") && take(spare, target)) {
                return true;
            }
        }
        return false;
    }

    private boolean take(Path spare, Path target) throws IOException {
        try {
            disk.move(spare, target);
        } catch (NoSuchFileException e) {
            return false;
        }
        long size;
        try (DiskFile file = disk.openToRead(target)) {
            size = file.size();
        }
        if (size != limits.segmentBytes()) {
            disk.deleteIfExists(target);
            return false;
        }
        return true;
    }

    private void allocate(Path path) throws IOException {
        var zeros = ByteBuffer.allocateDirect(Math.min(ZEROS_BYTES, limits.segmentBytes()));
        try (DiskFile file = disk.create(path)) {
            for (long at = 0; at < limits.segmentBytes(); at += zeros.capacity()) {
                long count = Math.min(zeros.capacity(), limits.segmentBytes() - at);
                file.write(zeros.clear().limit((int) count), at);
            }
            file.force();
        } catch (IOException e) {
            disk.deleteIfExists(path);
            throw e;
        }
    }
}
