package org.kingfisherprocess.supervisor.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.util.Optional;

/// A listening socket as the operating system knows it: a descriptor that children inherit. Its
/// queue of connections lives as long as any process holds it.
public final class ListeningSocket {
    /// Where children find it: their standard input, which `System.inheritedChannel()` looks at.
    public static final int PLACE = 0;

    private static final int STREAM = 1;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int SOCKET_LEVEL = 1;
    private static final int REUSE_ADDRESS = 2;
    private static final int ACCEPTS_CONNECTIONS = 30;
    private static final int READ_WRITE = 2;

    private ListeningSocket() {}

    /// Binds and listens. Returns the descriptor, which programs started later do not see until it
    /// is put in its place.
    ///
    /// @param backlog connections that may wait; the kernel's `net.core.somaxconn` caps it
    public static int listen(InetSocketAddress address, int backlog) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("no such host: " + address.getHostString());
        }
        try (var arena = Arena.ofConfined()) {
            var family = SocketAddresses.family(address);
            var descriptor =
                    Libc.SOCKET.call("cannot make a socket", family, STREAM | CLOSE_ON_EXEC, 0);
            try {
                var yes = arena.allocateFrom(JAVA_INT, 1);
                Libc.SETSOCKOPT.call(
                        "cannot set SO_REUSEADDR",
                        descriptor,
                        SOCKET_LEVEL,
                        REUSE_ADDRESS,
                        yes,
                        Integer.BYTES);
                var raw = SocketAddresses.of(address, arena);
                Libc.BIND.call(
                        "cannot bind " + text(address), descriptor, raw, (int) raw.byteSize());
                Libc.LISTEN.call("cannot listen on " + text(address), descriptor, backlog);
                return descriptor;
            } catch (RuntimeException e) {
                close(descriptor);
                throw e;
            }
        }
    }

    /// Whether the descriptor is a socket that listens.
    public static boolean isListening(int descriptor) {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(JAVA_INT);
            Libc.GETSOCKOPT.call(
                    "no socket",
                    descriptor,
                    SOCKET_LEVEL,
                    ACCEPTS_CONNECTIONS,
                    value,
                    arena.allocateFrom(JAVA_INT, Integer.BYTES));
            return value.get(JAVA_INT, 0) != 0;
        } catch (PosixException _) {
            return false;
        }
    }

    /// Where it listens; empty if that is not an address of TCP.
    public static Optional<InetSocketAddress> address(int descriptor) {
        try (var arena = Arena.ofConfined()) {
            var raw = arena.allocate(SocketAddresses.LONGEST, Long.BYTES);
            Libc.GETSOCKNAME.call(
                    "cannot ask descriptor %d for its address".formatted(descriptor),
                    descriptor,
                    raw,
                    arena.allocateFrom(JAVA_INT, SocketAddresses.LONGEST));
            return SocketAddresses.read(raw);
        }
    }

    /// Makes it our standard input, which children inherit, and closes the descriptor.
    public static void putInPlace(int descriptor) {
        if (descriptor != PLACE) {
            Libc.DUP2.call("cannot put the socket in its place", descriptor, PLACE);
            close(descriptor);
        }
    }

    /// Lets go of it: our standard input becomes empty. The socket itself is gone when no child
    /// holds it any more.
    public static void letGo() {
        try (var arena = Arena.ofConfined()) {
            var empty =
                    Libc.OPEN.call(
                            "cannot open /dev/null",
                            arena.allocateFrom("/dev/null"),
                            READ_WRITE | CLOSE_ON_EXEC,
                            0);
            putInPlace(empty);
        }
    }

    static void close(int descriptor) {
        Libc.CLOSE.call("cannot close descriptor " + descriptor, descriptor);
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
