package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/// Prepares segments under a name that nobody reads, and publishes them when a writer needs them: a
/// spare one where there is one, whose blocks the file system has allocated already, so that later
/// forces have no metadata to write; else a new one, whose blocks come as it is written. Filling
/// new ones with zeros beforehand costs more than it saves, while a backlog grows.
final class SegmentSupply {
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
            disk.create(path).close();
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
}
