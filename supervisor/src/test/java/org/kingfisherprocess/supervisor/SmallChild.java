package org.kingfisherprocess.supervisor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.kingfisherprocess.supervisor.child.Supervised;
import org.kingfisherprocess.supervisor.posix.Replacement;
import org.kingfisherprocess.supervisor.posix.Signals;
import org.kingfisherprocess.supervisor.wire.Message;

/// A release in one class: a server that answers with its name, a worker and a keeper that do
/// nothing, and `serve`, which becomes a supervisor.
final class SmallChild {
    private static final long SETTLE_NANOS = 300_000_000;
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static final AtomicLong SERVED = new AtomicLong();
    private static volatile boolean draining;

    private SmallChild() {}

    public static void main(String[] arguments) throws Exception {
        var role = arguments[0];
        if (role.equals("serve")) {
            serve(arguments.length > 1);
            return;
        }
        misbehave(role);
        var socket = role.equals("server") ? (ServerSocketChannel) System.inheritedChannel() : null;
        var supervised =
                Supervised.connect(
                                System.getenv(),
                                System.getProperty("release"),
                                _ -> socket == null ? Message.of("report") : drain(socket))
                        .orElseThrow();
        Signals.ignore("INT");
        supervised.print(supervised.name() + " prints");
        System.err.println(supervised.name() + " logs");
        if (supervised.awaitGo() && socket != null) {
            Thread.ofVirtual().start(() -> accept(socket, supervised.name()));
        }
        supervised.working();
        dieIfTold(role);
        supervised.awaitDrained();
    }

    /// What is wrong with this release: `ROLE-fails`, `ROLE-hangs` or `ROLE-dies`.
    private static boolean fault(String role, String what) {
        return System.getProperty("fault", "").equals(role + "-" + what);
    }

    private static void misbehave(String role) throws InterruptedException {
        if (fault(role, "fails")) {
            System.err.println("this release is broken");
            System.exit(3);
        }
        if (fault(role, "hangs")) {
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static void dieIfTold(String role) throws InterruptedException {
        if (fault(role, "dies")) {
            Thread.sleep(300);
            Runtime.getRuntime().halt(9);
        }
    }

    /// What Supervision does in the application.
    private static void serve(boolean onlyCheck) throws IOException {
        if (!onlyCheck) {
            var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
            command.addAll(
                    List.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName()));
            command.addAll(Files.readAllLines(Path.of(System.getenv("SUPERVISOR_ARGUMENTS"))));
            Replacement.by(command, System.getenv());
        }
    }

    private static void accept(ServerSocketChannel socket, String name) {
        try {
            while (true) {
                var channel = socket.accept();
                CONNECTIONS.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> answerAll(channel.socket(), name));
            }
        } catch (IOException _) {
            return; // drained
        }
    }

    private static void answerAll(Socket connection, String name) {
        try (connection) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.US_ASCII));
            var out = connection.getOutputStream();
            for (var request = in.readLine(); request != null; request = in.readLine()) {
                var header = in.readLine();
                while (header != null && !header.isEmpty()) {
                    header = in.readLine();
                }
                if (request.contains("/slow")) {
                    Files.createFile(
                            Path.of(System.getenv("SUPERVISOR_ARGUMENTS"))
                                    .resolveSibling("slow-begun"));
                    Thread.sleep(1500);
                }
                var leaving = draining;
                var body = name + " of " + System.getProperty("release");
                out.write(
                        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n%s"
                                .formatted(
                                        body.length(), leaving ? "Connection: close\r\n" : "", body)
                                .getBytes(StandardCharsets.US_ASCII));
                SERVED.incrementAndGet();
                if (leaving) {
                    return;
                }
            }
        } catch (IOException | InterruptedException _) {
            return; // the client has left
        } finally {
            CONNECTIONS.decrementAndGet();
        }
    }

    private static Message drain(ServerSocketChannel socket) {
        var before = SERVED.get();
        draining = true;
        try {
            socket.close();
            for (var quiet = System.nanoTime(); System.nanoTime() - quiet < SETTLE_NANOS; ) {
                if (CONNECTIONS.get() > 0) {
                    quiet = System.nanoTime();
                }
                Thread.sleep(10);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Message.of("report").with("served", SERVED.get() - before).with("cut", List.of());
    }
}
