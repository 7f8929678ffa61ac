package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Writes a whole file so that it is there completely or not at all, also after a power cut: to an
/// unfinished name, forced, renamed, directory forced.
final class DurableFile {
    private DurableFile() {}

    static void write(Disk disk, Path directory, Path target, ByteBuffer content)
            throws IOException {
        Path unfinished = directory.resolve(target.getFileName() + ".part");
        disk.deleteIfExists(unfinished);
        try (DiskFile file = disk.create(unfinished)) {
            file.write(content, 0);
            file.force();
        }
        disk.move(unfinished, target);
        disk.forceDirectory(directory);
    }

    /// Appends to a file, which is made if need be, and forces it.
    static void append(Disk disk, Path directory, Path target, ByteBuffer content)
            throws IOException {
        boolean made = !disk.exists(target);
        try (DiskFile file = made ? disk.create(target) : disk.openToWrite(target)) {
            file.write(content, file.size());
            file.force();
        }
        if (made) {
            disk.forceDirectory(directory);
        }
    }
}
