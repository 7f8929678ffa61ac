package org.kingfisherprocess.supervisor.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Tells systemd how we are, as `sd_notify` does. Does nothing where systemd did not ask for it by
/// NOTIFY_SOCKET.
public final class SystemdNotification {
    private static final int DATAGRAM = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NO_SIGNAL = 0x4000;

    private final Optional<String> socket;

    public SystemdNotification(Map<String, String> environment) {
        socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET"));
    }

    public void ready(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    /// Follow it with [#ready].
    public void reloading() {
        tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
    }

    public void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String state) {
        socket.ifPresent(path -> {
            try (var arena = Arena.ofConfined()) {
                var descriptor =
                        Libc.SOCKET.call(
                                "cannot make a socket",
                                SocketAddresses.UNIX,
                                DATAGRAM | CLOSE_ON_EXEC,
                                0);
                try {
                    var to = SocketAddresses.ofUnix(path, arena);
                    var bytes = state.getBytes(StandardCharsets.UTF_8);
                    Libc.SENDTO.callLong(
                            "cannot tell systemd",
                            descriptor,
                            arena.allocateFrom(JAVA_BYTE, bytes),
                            (long) bytes.length,
                            NO_SIGNAL,
                            to,
                            (int) to.byteSize());
                } finally {
                    ListeningSocket.close(descriptor);
                }
            }
        });
    }
}
