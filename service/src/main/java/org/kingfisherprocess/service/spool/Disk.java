package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The file system as the spool needs it: a seam, so that tests can use a disk that forgets what
/// was not forced, tears a write, fails or is full.
interface Disk {
    /// Makes a file that does not exist yet, for reading and writing.
    DiskFile create(Path file) throws IOException;

    DiskFile openToRead(Path file) throws IOException;

    DiskFile openToWrite(Path file) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /// Files of a directory, by name.
    List<Path> list(Path directory) throws IOException;

    boolean exists(Path file);

    /// Atomically; an existing target is replaced.
    void move(Path from, Path to) throws IOException;

    boolean deleteIfExists(Path file) throws IOException;

    /// Makes new, moved and deleted names in the directory survive a power cut.
    void forceDirectory(Path directory) throws IOException;

    long freeBytes(Path directory) throws IOException;

    /// Takes a lock that ends with the process; empty when somebody has it, also in this process.
    Optional<Closeable> tryLock(Path file) throws IOException;

    boolean isLocked(Path file) throws IOException;

    /// Calls back after something may have changed in one of the directories.
    Closeable watch(List<Path> directories, Runnable changed) throws IOException;
}
