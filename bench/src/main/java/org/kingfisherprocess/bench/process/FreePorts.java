package org.kingfisherprocess.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for servers that must come back on the same one.
public final class FreePorts {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 30_000;
    private static final int PORT_ATTEMPTS = 100;

    private FreePorts() {}

    /// Below the ports that systems give to outgoing connections: a client that finds nobody
    /// listening could otherwise be given that very port, and reach itself.
    public static int any() {
        for (var attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            var port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "no free port between %d and %d".formatted(FIRST_PORT, LAST_PORT));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}
