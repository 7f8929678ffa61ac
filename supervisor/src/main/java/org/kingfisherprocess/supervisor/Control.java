package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kingfisherprocess.supervisor.wire.Connection;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// Accepts those who connect to the control socket: children, who say `hello`, and commands, who
/// ask one thing each.
final class Control implements AutoCloseable {
    /// Answers a command, on the connection on which it came.
    interface Commands {
        void answer(Message command, Connection connection);
    }

    private final ServerSocketChannel server;
    private final Family family;
    private final Commands commands;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    private Control(ServerSocketChannel server, Family family, Commands commands) {
        this.server = server;
        this.family = family;
        this.commands = commands;
    }

    static Control open(Path folder, Family family, Commands commands) throws IOException {
        var control = new Control(ControlSocket.listen(folder), family, commands);
        Thread.ofVirtual().start(control::accept);
        return control;
    }

    /// Everybody who is connected notices.
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the control socket", e);
        }
        open.forEach(Connection::close);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var channel = server.accept();
                Thread.ofVirtual().start(() -> converse(channel));
            } catch (IOException e) {
                if (server.isOpen()) {
                    Say.warn("the control socket failed: " + e);
                    pause();
                }
            }
        }
    }

    private void converse(SocketChannel channel) {
        try (var connection = new Connection(channel)) {
            open.add(connection);
            connection
                    .receive()
                    .ifPresent(first -> {
                        if (first.kind().equals("hello")) {
                            family.listen(connection, first);
                        } else {
                            commands.answer(first, connection);
                        }
                    });
            open.remove(connection);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            Say.warn("a conversation on the control socket broke: " + e.getMessage());
        }
    }

    /// As when there are no descriptors left.
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
