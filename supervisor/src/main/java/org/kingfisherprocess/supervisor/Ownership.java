package org.kingfisherprocess.supervisor;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// That this supervisor is the only one of its data folder, and that nobody else may make the
/// folder its own.
///
/// Two locks of the operating system, gone with their process: `run/supervisor.lock` is for one
/// supervisor alone; `lock` is shared with the children, who keep it when the supervisor dies, and
/// whose text tells people who has the folder.
final class Ownership implements AutoCloseable {
    private final List<FileChannel> channels;

    private Ownership(List<FileChannel> channels) {
        this.channels = channels;
    }

    /// @throws RefusedException naming who has the folder
    static Ownership take(Arguments arguments) throws IOException {
        Files.createDirectories(arguments.runFolder());
        Files.setPosixFilePermissions(
                arguments.runFolder(), PosixFilePermissions.fromString("rwx------"));
        var shared = arguments.dataFolder().resolve("lock");
        var alone = open(arguments.runFolder().resolve("supervisor.lock"));
        if (alone.tryLock() == null) {
            throw refused(arguments, shared);
        }
        var folder = open(shared);
        if (folder.tryLock(0, Long.MAX_VALUE, true) == null) {
            throw refused(arguments, shared);
        }
        var text =
                "kingfisher-process serve on %s:%d (process %d)"
                        .formatted(
                                arguments.listen().getHostString(),
                                arguments.listen().getPort(),
                                ProcessHandle.current().pid());
        folder.truncate(0);
        folder.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        return new Ownership(List.of(alone, folder));
    }

    @Override
    public void close() throws IOException {
        for (var channel : channels) {
            channel.close();
        }
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, CREATE, READ, WRITE);
    }

    private static RefusedException refused(Arguments arguments, Path lock) throws IOException {
        var text = Files.readString(lock).strip();
        return new RefusedException(
                "the data folder %s is in use by %s; stop that first (kingfisher-process drain), or choose another with KINGFISHER_PROCESS_DATA_DIR"
                        .formatted(
                                arguments.dataFolder(), text.isEmpty() ? "another process" : text));
    }
}
