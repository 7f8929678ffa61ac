package org.kingfisherprocess.supervisor.posix;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A short name for a folder with a long path: by a descriptor that stays open as long as this
/// process lives.
public final class FolderHandle {
    private static final int PATH_ONLY = 0x200000;
    private static final int DIRECTORY = 0x10000;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final Map<Path, Integer> OPEN = new ConcurrentHashMap<>();

    private FolderHandle() {}

    /// A path that this process alone can use.
    public static String of(Path folder) {
        return "/proc/self/fd/" + OPEN.computeIfAbsent(folder, FolderHandle::open);
    }

    private static int open(Path folder) {
        try (var arena = Arena.ofConfined()) {
            var directory =
                    System.getProperty("os.arch").equals("aarch64") ? DIRECTORY >> 2 : DIRECTORY;
            return Libc.OPEN.call(
                    "cannot open the folder " + folder,
                    arena.allocateFrom(folder.toString()),
                    PATH_ONLY | directory | CLOSE_ON_EXEC,
                    0);
        }
    }
}
