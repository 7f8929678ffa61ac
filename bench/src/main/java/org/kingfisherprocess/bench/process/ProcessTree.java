package org.kingfisherprocess.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All processes of one service: those that were started with a mark in their environment, and the
/// PostgreSQL that works in the data folder (it overwrites its environment). No other process is
/// ever touched.
public final class ProcessTree {
    static final String MARK = "KINGFISHER_BENCH_MARK";
    private static final int ROUNDS = 100;

    private final String mark;
    private final Path dataFolder;

    ProcessTree(String mark, Path dataFolder) {
        this.mark = MARK + "=" + mark;
        this.dataFolder = dataFolder;
    }

    /// SIGKILL for all of them; returns when none is left.
    public void kill() {
        for (var round = 0; round < ROUNDS; round++) {
            var alive = processes();
            if (alive.isEmpty()) {
                return;
            }
            alive.forEach(ProcessHandle::destroyForcibly);
            Pauses.ofMillis(10);
        }
        throw new IllegalStateException("these processes do not die: " + processes());
    }

    public List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(process -> isOurs(process.pid())).toList();
    }

    /// The PostgreSQL in the data folder, its postmaster first.
    public List<ProcessHandle> postgres() {
        var all = processes().stream().filter(process -> worksInDataFolder(process.pid())).toList();
        var pids = all.stream().map(ProcessHandle::pid).toList();
        return all.stream()
                .sorted((a, b) -> Boolean.compare(isChildOf(a, pids), isChildOf(b, pids)))
                .toList();
    }

    /// Most memory that each of them has ever held, in KiB; PostgreSQL's processes share some of
    /// theirs.
    public Map<String, Long> peakKibibytes() {
        var peaks = new TreeMap<String, Long>();
        for (var process : processes()) {
            peaks.merge(name(process.pid()), peak(process.pid()), Math::max);
        }
        return peaks;
    }

    private boolean isOurs(long pid) {
        return isMarked(pid) || worksInDataFolder(pid);
    }

    private boolean isMarked(long pid) {
        var environment = read(pid, "environ");
        return ("\0" + environment + "\0").contains("\0" + mark + "\0");
    }

    private boolean worksInDataFolder(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                            .startsWith(dataFolder)
                    && read(pid, "comm").startsWith("postgres");
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isChildOf(ProcessHandle process, List<Long> pids) {
        return process.parent().map(parent -> pids.contains(parent.pid())).orElse(false);
    }

    private static String name(long pid) {
        var words = read(pid, "cmdline").replace('\0', ' ').strip();
        if (words.startsWith("postgres:")) {
            return "PostgreSQL backend";
        }
        if (read(pid, "comm").startsWith("postgres")) {
            return "PostgreSQL postmaster";
        }
        if (!words.contains("java")) {
            return "launcher";
        }
        if (words.contains("org.kingfisherprocess.supervisor.Main")) {
            return "supervisor";
        }
        for (var role : List.of("server", "worker", "postgres")) {
            if (words.endsWith(" " + role)) {
                return role;
            }
        }
        return "serve";
    }

    private static long peak(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
