package org.kingfisherprocess.supervisor.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.kingfisherprocess.supervisor.posix.FolderHandle;

/// The socket in the supervisor's folder where children and commands reach it. The folder is its
/// owner's alone (mode 0700), and so is the socket (0600).
public final class ControlSocket {
    private static final String NAME = "control";

    /// The kernel's limit for the path of a Unix socket. Data folders may be deeper.
    private static final int LONGEST_PATH = 107;

    private ControlSocket() {}

    /// Listens. What an earlier supervisor left at the path is replaced; that none is alive is the
    /// caller's to know.
    public static ServerSocketChannel listen(Path folder) throws IOException {
        var path = folder.resolve(NAME);
        Files.deleteIfExists(path);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(shortPath(path)));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return server;
    }

    /// Connects to the supervisor of the folder; empty if there is none.
    public static Optional<Connection> connect(Path folder) {
        var path = folder.resolve(NAME);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Connection(
                            SocketChannel.open(UnixDomainSocketAddress.of(shortPath(path)))));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// A path for the same file that a socket's address has room for.
    public static String shortPath(Path path) {
        var text = path.toString();
        var folder = path.getParent();
        return folder == null || text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
                ? text
                : FolderHandle.of(folder) + "/" + path.getFileName();
    }
}
