package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/// Chooses the port: the one that is asked for, or that of last time, or the next free one. Ours
/// begin beside PostgreSQL's usual one and below the range that outgoing connections take theirs
/// from, so that a port stays free between starts.
final class Ports {
    private static final int FIRST = 5_433;
    private static final int LAST = 5_632;

    private Ports() {}

    static int choose(int wanted, Path file) throws IOException {
        if (wanted != 0) {
            if (!free(wanted)) {
                throw new EmbeddedPostgresException(
                        "port %d on 127.0.0.1, wanted for the embedded PostgreSQL, is taken; free it or set another"
                                .formatted(wanted));
            }
            return wanted;
        }
        var last = last(file);
        if (last.isPresent() && free(last.get())) {
            return last.get();
        }
        return IntStream.rangeClosed(FIRST, LAST)
                .filter(Ports::free)
                .findFirst()
                .orElseThrow(() ->
                        new EmbeddedPostgresException(
                                "no port from %d to %d is free on 127.0.0.1 for the embedded PostgreSQL"
                                        .formatted(FIRST, LAST)));
    }

    static void keep(int port, Path file) throws IOException {
        Files.writeString(file, port + "\n");
    }

    private static Optional<Integer> last(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Integer.valueOf(Files.readString(file).strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
