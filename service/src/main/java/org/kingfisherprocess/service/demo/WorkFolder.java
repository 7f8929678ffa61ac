package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The one folder in which everything of a demonstration lies.
///
/// ```text
/// data/                  the server's data folder, with the PostgreSQL in it
/// install/releases/…     the releases beside each other
/// install/current        link to the one in use
/// new-release/           what is deployed
/// fetched/               what spiders have fetched and not yet sent
/// logs/                  what the commands wrote
/// ```
record WorkFolder(Path path) {
    static final String LAUNCHER = "kingfisher-process";

    /// Three copies of the program, two caches and a small database; measured, and doubled.
    private static final long NEEDED_BYTES = 1L << 30;

    private static final String CACHE = "cache";

    /// Others may pass through, and not look: PostgreSQL runs as another user where we are root.
    private static final String PASSABLE = "rwx--x--x";

    /// @param parent where it is made
    static WorkFolder make(Path parent) {
        try {
            long free = Files.getFileStore(parent).getUsableSpace();
            if (free < NEEDED_BYTES) {
                throw new DemoException(
                        "%s has %,d MB free, and the demonstration needs %,d; name another folder with --work"
                                .formatted(parent, free >> 20, NEEDED_BYTES >> 20));
            }
            var folder = Files.createTempDirectory(parent, "kingfisher-process-demo-").toRealPath();
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(PASSABLE));
            var work = new WorkFolder(folder);
            Files.createDirectories(work.logs());
            Files.createDirectories(work.fetched());
            return work;
        } catch (IOException e) {
            throw new DemoException(
                    "cannot make a folder in %s; name another with --work: %s".formatted(parent, e),
                    e);
        }
    }

    Path data() {
        return path.resolve("data");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path fetched() {
        return path.resolve("fetched");
    }

    /// The program as users call it: through the link, which leads to another release later.
    Path launcher() {
        return path.resolve("install/current").resolve(LAUNCHER);
    }

    /// Installs a distribution as its first release.
    void install(Path distribution, String release) {
        try {
            var place = path.resolve("install/releases").resolve(release);
            copy(distribution, place, true);
            Files.createSymbolicLink(
                    path.resolve("install/current"), Path.of("releases").resolve(release));
        } catch (IOException e) {
            throw new DemoException("cannot install a release in %s: %s".formatted(path, e), e);
        }
    }

    /// A copy of a distribution that brings further migrations besides its own.
    Path newRelease(Path distribution, FurtherMigration migration) {
        var place = path.resolve("new-release");
        try {
            copy(distribution, place, false);
            migration.addTo(place.resolve("lib"));
            return place;
        } catch (IOException e) {
            throw new DemoException("cannot make a release in %s: %s".formatted(path, e), e);
        }
    }

    void delete() {
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (IOException e) {
            throw new DemoException("cannot delete %s: %s".formatted(path, e), e);
        }
    }

    /// Times of files are kept, since the cache for quick starts fits those alone.
    ///
    /// @param cached with what a release has made to start quickly
    private static void copy(Path from, Path to, boolean cached) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var name = from.relativize(file);
                if (!cached && name.startsWith(CACHE)) {
                    continue;
                }
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to.resolve(name));
                } else {
                    Files.copy(file, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        /// What a process that has just ended has deleted itself is as well gone.
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof java.nio.file.NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
