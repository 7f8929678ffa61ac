package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.supervisor.posix.DescriptorPost;
import org.kingfisherprocess.supervisor.posix.ListeningSocket;
import org.kingfisherprocess.supervisor.posix.PosixException;
import org.kingfisherprocess.supervisor.wire.ControlSocket;

/// Where the listening socket comes from, in this order: it is our standard input already (systemd,
/// or the supervisor that this one replaced); systemd passed it as descriptor 3; a server that
/// another supervisor left behind hands it over; or it is made.
final class SocketSource {
    private static final int ADDRESS_IN_USE = 98;
    private static final int FIRST_PASSED = 3;
    private static final Duration INTRODUCTION = Duration.ofSeconds(5);
    private static final Duration HAND_OVER = Duration.ofSeconds(3);

    private final Arguments arguments;
    private final Map<String, String> environment;

    SocketSource(Arguments arguments, Map<String, String> environment) {
        this.arguments = arguments;
        this.environment = environment;
    }

    /// Puts the socket in its place. Returns where it listens.
    ///
    /// @param found children of another supervisor
    InetSocketAddress take(List<Child> found) {
        if (!inherited()) {
            var servers =
                    found.stream().filter(child -> child.name().role().holdsSocket()).toList();
            var handedOver = servers.stream().anyMatch(this::takeFrom);
            if (!handedOver) {
                servers.forEach(SocketSource::end);
                make();
            }
        }
        return ListeningSocket.address(ListeningSocket.PLACE).orElse(arguments.listen());
    }

    private boolean inherited() {
        if (ListeningSocket.isListening(ListeningSocket.PLACE)) {
            return true;
        }
        var ours = Long.toString(ProcessHandle.current().pid());
        var passed =
                ours.equals(environment.get("LISTEN_PID"))
                        && "1".equals(environment.get("LISTEN_FDS"))
                        && ListeningSocket.isListening(FIRST_PASSED);
        if (passed) {
            ListeningSocket.putInPlace(FIRST_PASSED);
        }
        return passed;
    }

    private boolean takeFrom(Child server) {
        if (!server.awaitReady(INTRODUCTION)) {
            return false;
        }
        var path = arguments.runFolder().resolve("socket-of-" + server.name());
        try {
            Files.deleteIfExists(path);
            try (var post = DescriptorPost.open(ControlSocket.shortPath(path), HAND_OVER)) {
                server.handOver(path.toString());
                var descriptor = post.receive(HAND_OVER);
                return isWanted(descriptor, server);
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException | PosixException e) {
            Say.warn(
                    "%s does not hand its socket over: %s"
                            .formatted(server.name(), e.getMessage()));
            return false;
        }
    }

    private static boolean isWanted(int descriptor, Child server) {
        if (!ListeningSocket.isListening(descriptor)) {
            return false;
        }
        ListeningSocket.putInPlace(descriptor);
        Say.info("the listening socket was handed over by " + server.name());
        return true;
    }

    /// It holds the address and cannot be talked to, so nobody could ever listen there again.
    private static void end(Child server) {
        Say.warn(
                "%s (process %d), left by another supervisor, does not answer and is ended"
                        .formatted(server.name(), server.pid()));
        server.kill();
        server.gone().join();
    }

    private void make() {
        try {
            ListeningSocket.putInPlace(
                    ListeningSocket.listen(arguments.listen(), arguments.backlog()));
        } catch (PosixException e) {
            var hint =
                    Optional.of("; choose another address with KINGFISHER_PROCESS_LISTEN")
                            .filter(_ -> e.errno() == ADDRESS_IN_USE);
            throw new RefusedException(e.getMessage() + hint.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }
}
