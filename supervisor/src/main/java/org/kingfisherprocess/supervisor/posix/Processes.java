package org.kingfisherprocess.supervisor.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// What the kernel tells about other processes, in `/proc`.
public final class Processes {
    private static final int DO_NOT_WAIT = 1;
    private static final int START_FIELD = 19;

    private Processes() {}

    /// When a process was started, in the kernel's ticks since the machine's start: with its id
    /// that names it for good. Empty if there is no such process, or it has ended.
    public static OptionalLong startTicks(long pid) {
        var stat = read(pid, "stat");
        var afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return afterName.length <= START_FIELD || afterName[0].equals("Z")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(afterName[START_FIELD]));
    }

    /// Memory that it holds now, in KiB; 0 if it is gone.
    public static long residentKibibytes(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /// Lets the kernel forget an ended child that this process did not start as the program that it
    /// runs now.
    public static void reap(long pid) {
        try {
            Libc.WAITPID.call("no child", (int) pid, MemorySegment.NULL, DO_NOT_WAIT);
        } catch (PosixException _) {
            return; // not our child: its parent does it
        }
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
