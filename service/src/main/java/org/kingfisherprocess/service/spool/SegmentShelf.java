package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The segments of a spool, and what becomes of them when they are finished. For one thread.
final class SegmentShelf {
    private static final int SPARES = 4;

    private final Disk disk;
    private final SpoolFolder folder;

    SegmentShelf(Disk disk, SpoolFolder folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /// In the order of their writers, and of each writer's segments.
    List<SegmentName> list() throws IOException {
        return names(folder.segments(), ".segment");
    }

    boolean isAlive(UUID writer) throws IOException {
        return disk.isLocked(folder.writerLock(writer));
    }

    /// Keeps the segment as a spare, or deletes it when there are spares enough.
    void recycle(SegmentName name) throws IOException {
        if (spares() < SPARES) {
            disk.move(folder.segment(name), folder.spare(name));
            disk.forceDirectory(folder.spares());
        } else {
            disk.deleteIfExists(folder.segment(name));
        }
        disk.forceDirectory(folder.segments());
        disk.deleteIfExists(folder.done(name));
    }

    /// Removes what dead writers left behind: bodies that no record names, segments prepared and
    /// never used, locks. A dead writer's bodies are needed for as long as it has segments.
    ///
    /// First who is dead, then which segments there are: a dead writer makes no more of them.
    void sweep() throws IOException {
        Set<UUID> dead = deadWriters();
        List<SegmentName> segments = list();
        Set<UUID> gone = new HashSet<>(dead);
        segments.forEach(segment -> gone.remove(segment.writer()));
        for (Path lock : filesOf(gone, folder.writers())) {
            deleteLock(lock);
        }
        for (Path body : filesOf(gone, folder.bodies())) {
            disk.deleteIfExists(body);
        }
        for (Path prepared : filesOf(dead, folder.spares())) {
            if (prepared.toString().endsWith(".next")) {
                disk.deleteIfExists(prepared);
            }
        }
        for (Path done : filesOf(gone, folder.done())) {
            disk.deleteIfExists(done);
        }
    }

    /// Those whose lock's file is there, dead or alive.
    List<UUID> writers() throws IOException {
        return disk.list(folder.writers()).stream()
                .flatMap(file -> writerOf(file).stream())
                .toList();
    }

    int spares() throws IOException {
        return names(folder.spares(), ".spare").size();
    }

    long damagedCount() throws IOException {
        return disk.list(folder.damaged()).stream()
                .filter(file -> !fileName(file).endsWith(".incomplete"))
                .filter(file -> !fileName(file).endsWith(".part"))
                .count();
    }

    private Set<UUID> deadWriters() throws IOException {
        var writers = new HashSet<UUID>();
        for (Path directory :
                List.of(folder.writers(), folder.bodies(), folder.spares(), folder.done())) {
            for (Path file : disk.list(directory)) {
                writerOf(file).ifPresent(writers::add);
            }
        }
        var dead = new HashSet<UUID>();
        for (UUID writer : writers) {
            if (!isAlive(writer)) {
                dead.add(writer);
            }
        }
        return dead;
    }

    private List<Path> filesOf(Set<UUID> writers, Path directory) throws IOException {
        return disk.list(directory).stream()
                .filter(file -> writerOf(file).filter(writers::contains).isPresent())
                .toList();
    }

    /// Only while holding it: a writer that has just made the file finds it gone, and makes
    /// another.
    private void deleteLock(Path lock) throws IOException {
        var held = disk.tryLock(lock);
        if (held.isPresent()) {
            disk.deleteIfExists(lock);
            held.get().close();
        }
    }

    private List<SegmentName> names(Path directory, String ending) throws IOException {
        var names = new ArrayList<SegmentName>();
        for (Path file : disk.list(directory)) {
            if (fileName(file).endsWith(ending)) {
                SegmentName.parse(fileName(file)).ifPresent(names::add);
            }
        }
        names.sort(null);
        return names;
    }

    private static Optional<UUID> writerOf(Path file) {
        try {
            return Optional.of(UUID.fromString(fileName(file).substring(0, 36)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }
}
