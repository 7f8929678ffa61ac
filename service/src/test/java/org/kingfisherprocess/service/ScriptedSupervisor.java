package org.kingfisherprocess.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.kingfisherprocess.supervisor.wire.Connection;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// A control socket that answers as that of a supervisor, whose generations are only written down.
/// A release with a file `cannot-start` in its folder does not become ready.
final class ScriptedSupervisor implements AutoCloseable {
    private final ServerSocketChannel socket;
    private final String listen;
    private final Path first;
    private final List<Path> launchers = new CopyOnWriteArrayList<>();
    private volatile Optional<Path> otherReload = Optional.empty();

    /// @param dataFolder of the server
    /// @param listen where the server listens
    /// @param launcher of the release that serves first
    ScriptedSupervisor(Path dataFolder, String listen, Path launcher) throws IOException {
        socket = ControlSocket.listen(Files.createDirectories(dataFolder.resolve("run")));
        this.listen = listen;
        first = launcher;
        launchers.add(launcher);
        Thread.ofVirtual().start(this::accept);
    }

    /// How many generations there have been.
    int generation() {
        return launchers.size();
    }

    /// The folder of the release that serves.
    Path serving() {
        return Objects.requireNonNull(launchers.getLast().getParent());
    }

    /// Somebody else's reload to this release is under way, until it is finished.
    void beginOtherReload(Path launcher) {
        otherReload = Optional.of(launcher);
    }

    void finishOtherReload() {
        otherReload.ifPresent(launchers::add);
        otherReload = Optional.empty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (socket.isOpen()) {
            try {
                var channel = socket.accept();
                Thread.ofVirtual().start(() -> converse(channel));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void converse(SocketChannel channel) {
        try (var connection = new Connection(channel)) {
            connection.receive().map(this::answer).ifPresent(connection::send);
        } catch (UncheckedIOException _) {
            return; // who asked has gone
        }
    }

    private Message answer(Message asked) {
        return switch (asked.kind()) {
            case "status" -> status();
            case "reload" -> reload(Path.of(asked.text("launcher").orElseThrow()));
            default -> throw new IllegalArgumentException("not scripted: " + asked);
        };
    }

    private Message status() {
        return Message.of("status")
                .with("listen", listen)
                .with("reloading", otherReload.isPresent())
                .with("supervisor_place", first.resolveSibling("lib/supervisor.jar").toString())
                .with(
                        "children",
                        Stream.of("server", "worker")
                                .map(role ->
                                        Message.of("child")
                                                .with("role", role)
                                                .with("generation", generation())
                                                .with("state", "ready")
                                                .with("place", launchers.getLast().toString())
                                                .values())
                                .toList());
    }

    private Message reload(Path launcher) {
        if (otherReload.isPresent()) {
            return failed("another reload is under way").with("busy", true);
        }
        try {
            var next = launcher.toRealPath();
            if (Files.exists(next.resolveSibling("cannot-start"))) {
                return failed("server-%d ended".formatted(generation() + 1))
                        .with("log", List.of("a library is missing"));
            }
            launchers.add(next);
            return Message.of("reloaded")
                    .with("generation", generation())
                    .with("ready_milliseconds", 7);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message failed(String reason) {
        return Message.of("failed").with("reason", reason);
    }
}
