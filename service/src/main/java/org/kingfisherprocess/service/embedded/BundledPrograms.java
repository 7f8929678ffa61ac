package org.kingfisherprocess.service.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL that lies on the class path as an archive: unpacked once, under a name that holds
/// the archive's checksum, so that another version goes beside it. A half unpacked folder never has
/// that name.
final class BundledPrograms {
    /// What only builders of extensions need, a tenth of the whole.
    private static final Pattern UNNEEDED =
            Pattern.compile(".*(\\.a|/pkgconfig/.*|/pgxs/.*|/include/.*)");

    private BundledPrograms() {}

    /// The folder with initdb, pg_ctl and postgres, unpacked below `folder` if it is not there yet.
    static Path in(Path folder) {
        try {
            var archive = archive();
            var unpacked = folder.resolve("programs-" + checksum(archive));
            if (!Files.isDirectory(unpacked)) {
                unpack(archive, unpacked);
            }
            return unpacked.resolve("bin");
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "cannot unpack the bundled PostgreSQL below %s: %s"
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    private static URL archive() {
        var architecture =
                switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    case String other -> other;
                };
        var name = "/postgres-linux-" + architecture + ".txz";
        var archive = BundledPrograms.class.getResource(name);
        if (archive == null || !System.getProperty("os.name").equals("Linux")) {
            throw new EmbeddedPostgresException(
                    "no PostgreSQL is bundled for %s on %s (looked for %s); install PostgreSQL 14 or later and set"
                                    .formatted(System.getProperty("os.name"), architecture, name)
                            + " KINGFISHER_PROCESS_DB_URI, or name the folder of its programs");
        }
        return archive;
    }

    private static String checksum(URL archive) throws IOException {
        return archive.openConnection() instanceof JarURLConnection jar
                ? "%08x".formatted(jar.getJarEntry().getCrc())
                : Long.toHexString(archive.openConnection().getContentLengthLong());
    }

    private static void unpack(URL archive, Path unpacked) throws IOException {
        var unfinished = Files.createTempDirectory(unpacked.getParent(), "programs.unfinished-");
        try (var tar =
                new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(archive.openStream())))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!UNNEEDED.matcher(entry.getName()).matches()) {
                    unpack(tar, entry, unfinished);
                }
            }
        }
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(unfinished, unpacked, StandardCopyOption.ATOMIC_MOVE);
        try (var entry = FileChannel.open(unpacked.getParent(), StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
            throws IOException {
        var target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the archive names a path outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        try (var file =
                        FileChannel.open(
                                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var out = java.nio.channels.Channels.newOutputStream(file)) {
            tar.transferTo(out);
            file.force(true);
        }
        var executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
                target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
