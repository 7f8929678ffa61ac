package org.kingfisherprocess.service.release;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Unpacks a `.tar.gz` with a single folder at its top, whose contents become the target's. Entries
/// that would lie outside, and links, are refused: a distribution has none.
final class UnpackedArchive {
    private static final int EXECUTABLE = 0100;

    private UnpackedArchive() {}

    static void unpack(Path archive, Path target) throws IOException {
        Files.createDirectories(target);
        try (var tar =
                new TarArchiveInputStream(
                        new GZIPInputStream(
                                new BufferedInputStream(Files.newInputStream(archive))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, place(archive, entry, target));
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path place)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(place);
            return;
        }
        Files.createDirectories(place.resolveSibling("."));
        Files.copy(tar, place);
        Files.setPosixFilePermissions(
                place,
                PosixFilePermissions.fromString(
                        (entry.getMode() & EXECUTABLE) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static Path place(Path archive, TarArchiveEntry entry, Path target) {
        var name = Path.of(entry.getName()).normalize();
        boolean plain = entry.isDirectory() || entry.isFile();
        var place = target.resolve(withoutTop(name)).normalize();
        if (!plain || name.isAbsolute() || name.startsWith("..") || !place.startsWith(target)) {
            throw new ReleaseException(
                    "%s holds %s, which no distribution does; nothing of it is used"
                            .formatted(archive, entry.getName()));
        }
        return place;
    }

    private static Path withoutTop(Path name) {
        return name.getNameCount() == 1 ? Path.of("") : name.subpath(1, name.getNameCount());
    }
}
