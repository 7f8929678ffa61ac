package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The server process that holds a cluster, found by `postmaster.pid` and believed only if that
/// process really works in the cluster's folder: the file outlives a killed server, and its number
/// may by now belong to any other program.
///
/// The file's lines: process id, data folder, start time, port, socket folder, listen address,
/// shared memory, status.
record Postmaster(long pid, int port, boolean ready) {
    static Optional<Postmaster> of(Path data) {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.size() < 4) {
                return Optional.empty();
            }
            var pid = Long.parseLong(lines.get(0).strip());
            var ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
            return worksIn(pid, data)
                    ? Optional.of(
                            new Postmaster(pid, Integer.parseInt(lines.get(3).strip()), ready))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new EmbeddedPostgresException(
                    "cannot read %s: %s".formatted(data.resolve("postmaster.pid"), e.getMessage()),
                    e);
        }
    }

    /// Whether it runs a program of that folder.
    boolean isOf(Path programs) {
        try {
            var program = Path.of("/proc", Long.toString(pid), "exe").toRealPath();
            return program.startsWith(programs.toRealPath());
        } catch (IOException _) {
            return false;
        }
    }

    /// Every process that works in the cluster's folder: the server, or what is left of it when
    /// only the postmaster died.
    static List<ProcessHandle> processesIn(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(process.pid(), data))
                .toList();
    }

    private static boolean worksIn(long pid, Path data) {
        var process = Path.of("/proc", Long.toString(pid));
        try {
            var program = Files.readSymbolicLink(process.resolve("exe")).getFileName();
            return program.toString().startsWith("postgres")
                    && Files.isSameFile(process.resolve("cwd"), data);
        } catch (IOException e) {
            return false;
        }
    }
}
