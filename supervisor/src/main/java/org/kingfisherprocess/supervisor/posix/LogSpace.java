package org.kingfisherprocess.supervisor.posix;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/// Gives the beginning of a growing file back to the disk, without moving the rest: whoever appends
/// does not notice.
public final class LogSpace {
    private static final int READ_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 3;

    private LogSpace() {}

    /// Does nothing where the file system cannot.
    public static void free(Path file, long bytes) {
        try (var arena = Arena.ofConfined()) {
            var descriptor =
                    Libc.OPEN.call(
                            "cannot open " + file,
                            arena.allocateFrom(file.toString()),
                            READ_WRITE | CLOSE_ON_EXEC,
                            0);
            try {
                Libc.FALLOCATE.call(
                        "cannot free a part of " + file,
                        descriptor,
                        KEEP_SIZE_AND_PUNCH_HOLE,
                        0L,
                        bytes);
            } finally {
                ListeningSocket.close(descriptor);
            }
        } catch (PosixException _) {
            return;
        }
    }
}
