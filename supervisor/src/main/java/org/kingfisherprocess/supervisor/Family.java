package org.kingfisherprocess.supervisor;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.kingfisherprocess.supervisor.child.Supervised;
import org.kingfisherprocess.supervisor.wire.Connection;
import org.kingfisherprocess.supervisor.wire.Message;

/// All children that are alive: starts them, knows them by name, hears what they say. Who is to be
/// started again, and when, others decide.
final class Family {
    /// What systemd told the supervisor is not for its children.
    private static final List<String> NOT_INHERITED =
            List.of("NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES");

    private final Path folder;
    private final Consumer<String> print;
    private final Runnable changed;
    private final Map<String, Child> children = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    /// @param folder for their logs, and where they find the control socket
    /// @param print takes the lines that the first children have for the person who started all
    /// @param changed is run whenever one came or went
    Family(Path folder, Consumer<String> print, Runnable changed) {
        this.folder = folder;
        this.print = print;
        this.changed = changed;
    }

    /// Starts a process. A server inherits our standard input, which is the socket.
    synchronized Child start(ChildName name, Release release) throws IOException {
        if (closed) {
            throw new IOException("everything is being stopped");
        }
        var log = folder.resolve(name + ".log");
        Files.deleteIfExists(log);
        Files.createFile(log);
        var builder =
                new ProcessBuilder(release.starting(name.role()))
                        .redirectInput(
                                name.role().holdsSocket()
                                        ? Redirect.INHERIT
                                        : Redirect.from(new File("/dev/null")))
                        .redirectOutput(Redirect.appendTo(log.toFile()))
                        .redirectErrorStream(true);
        builder.environment().keySet().removeAll(NOT_INHERITED);
        builder.environment().put(Supervised.FOLDER, folder.toString());
        builder.environment().put(Supervised.NAME, name.toString());
        var child = Child.started(name, release, builder.start(), log);
        admit(child, 0);
        return child;
    }

    /// Makes one that another supervisor started ours.
    void takeOver(Child child) {
        admit(child, new LogFile(child.log()).size());
    }

    List<Child> all() {
        return List.copyOf(children.values());
    }

    /// Starts nobody any more.
    void close() {
        closed = true;
    }

    /// A child speaks; returns when it is silent for good.
    void listen(Connection connection, Message hello) {
        var known = find(hello);
        if (known.isEmpty()) {
            connection.send(Message.of("drain").with("stop", false)); // nobody knows it any more
            return;
        }
        var child = known.get();
        child.introduced(connection, hello);
        for (var message = connection.receive();
                message.isPresent();
                message = connection.receive()) {
            child.told(message.get());
            if (message.get().kind().equals("print")) {
                message.get().text("line").filter(_ -> child.name().isFirst()).ifPresent(print);
            }
        }
    }

    /// Waits for a start under way: a child may be quicker than those who started it.
    private synchronized Optional<Child> find(Message hello) {
        return Optional.ofNullable(children.get(hello.text("child").orElse("")))
                .filter(child -> child.pid() == hello.number("pid").orElse(-1L));
    }

    private void admit(Child child, long logFrom) {
        children.put(child.name().toString(), child);
        changed.run();
        new LogFile(child.log()).follow(logFrom, child);
        var _ =
                child.gone()
                        .thenRun(() -> {
                            children.remove(child.name().toString(), child);
                            changed.run();
                        });
    }
}
