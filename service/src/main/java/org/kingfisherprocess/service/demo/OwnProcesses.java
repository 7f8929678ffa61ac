package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// All processes of one demonstration: those whose environment names its folder, and the PostgreSQL
/// that works in it, which overwrites its environment. Some outlive the command that started them,
/// on purpose, so that there is no other way to find them.
final class OwnProcesses {
    private static final String POSTGRES = "postgres";
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /// What is killed ends at once, but a machine that is short of memory or disk takes its time.
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(10);

    private final Path folder;

    OwnProcesses(WorkFolder work) {
        folder = work.path();
    }

    List<ProcessHandle> alive() {
        long ourselves = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ourselves && isOurs(process.pid()))
                .toList();
    }

    /// Asks those that are left to end, and ends those that do not, with what they start meanwhile.
    void end(Duration patience) {
        alive().forEach(ProcessHandle::destroy);
        if (!awaitNone(patience, _ -> {})) {
            awaitNone(ENDED_WITHIN, ProcessHandle::destroyForcibly);
        }
    }

    private boolean awaitNone(Duration limit, Consumer<ProcessHandle> toEachLeft) {
        long begun = System.nanoTime();
        for (var left = alive(); !left.isEmpty(); left = alive()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                return false;
            }
            left.forEach(toEachLeft);
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean isOurs(long pid) {
        var process = Path.of("/proc", Long.toString(pid));
        return read(process, "environ").contains("=" + folder + "/")
                || (read(process, "comm").startsWith(POSTGRES) && worksInFolder(process));
    }

    private static String read(Path process, String file) {
        try {
            return Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return ""; // it has ended, or is somebody else's
        }
    }

    private boolean worksInFolder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException _) {
            return false;
        }
    }
}
