package org.kingfisherprocess.supervisor.child;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.supervisor.posix.DescriptorPost;
import org.kingfisherprocess.supervisor.posix.ListeningSocket;
import org.kingfisherprocess.supervisor.posix.PosixException;
import org.kingfisherprocess.supervisor.wire.Connection;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// A child's line to its supervisor. If the supervisor dies, the child goes on as it was and looks
/// for the next one, to which it introduces itself again.
///
/// A child says: `hello` (child, pid, release, state), `print` (line), `ready`, `working`,
/// `drained` (with what it reports). A supervisor says: `go` (now work), `drain` (stop: whether all
/// stops) and `hand-over` (to: the path of a Unix socket for the listening socket).
public final class Supervised {
    /// Names of environment variables: the supervisor's folder, and the child's name.
    public static final String FOLDER = "KINGFISHER_SUPERVISOR";

    public static final String NAME = "KINGFISHER_CHILD";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final String STARTING = "starting";
    private static final String READY = "ready";
    private static final String WORKING = "working";
    private static final String DRAINING = "draining";

    private final Path folder;
    private final String name;
    private final String release;
    private final Function<Boolean, Message> drain;
    private final CountDownLatch mayGo = new CountDownLatch(1);
    private final CountDownLatch drained = new CountDownLatch(1);
    private String state = STARTING;
    private @Nullable Connection connection;

    private Supervised(Path folder, String name, String release, Function<Boolean, Message> drain) {
        this.folder = folder;
        this.name = name;
        this.release = release;
        this.drain = drain;
    }

    /// Connects to the supervisor; empty if this process was not started by one.
    ///
    /// @param release the version that this process runs
    /// @param drain leaves, and returns what is to be reported; told whether everything stops.
    ///   Called in a thread of its own, and again when a reload's drain is followed by a stop.
    public static Optional<Supervised> connect(
            Map<String, String> environment, String release, Function<Boolean, Message> drain) {
        var folder = environment.get(FOLDER);
        var name = environment.get(NAME);
        if (folder == null || name == null) {
            return Optional.empty();
        }
        var supervised = new Supervised(Path.of(folder), name, release, drain);
        var first = ControlSocket.connect(supervised.folder);
        first.ifPresent(supervised::introduce);
        Thread.ofPlatform().daemon().name("supervisor").start(() -> supervised.talk(first));
        return Optional.of(supervised);
    }

    /// The supervisor's folder, for files that children share.
    public Path folder() {
        return folder;
    }

    /// What the supervisor calls this child, such as `server-7`.
    public String name() {
        return name;
    }

    /// Whether no other generation was started before this child's. A child that was started again
    /// is of the generation of the one before it.
    public boolean isOfFirstGeneration() {
        return name.matches("[a-z]+-1(\\D.*)?");
    }

    /// The child could work. Blocks until it is to begin: when all that were started with it are
    /// ready too. Returns whether it is to begin at all.
    public boolean awaitGo() throws InterruptedException {
        say(READY);
        mayGo.await();
        return !isDraining();
    }

    /// The child works.
    public void working() {
        if (!isDraining()) {
            say(WORKING);
        }
    }

    private synchronized void say(String newState) {
        state = newState;
        send(Message.of(newState));
    }

    private synchronized boolean isDraining() {
        return state.equals(DRAINING);
    }

    /// A line for the person who started it all.
    public synchronized void print(String line) {
        send(Message.of("print").with("line", line));
    }

    /// Leaves as if the supervisor had said so, because the process itself was told to.
    public void leave(boolean stop) {
        Thread.ofPlatform().name("drain").start(() -> drain(stop));
    }

    /// Blocks until the child has left what it did, and has reported: now the process may end.
    public void awaitDrained() throws InterruptedException {
        drained.await();
    }

    private synchronized void send(Message message) {
        var open = connection;
        if (open != null) {
            try {
                open.send(message);
            } catch (UncheckedIOException _) {
                connection = null; // the next supervisor is told our state
            }
        }
    }

    private void talk(Optional<Connection> first) {
        first.ifPresent(this::listen);
        try {
            while (true) {
                Thread.sleep(LOOK_AGAIN);
                ControlSocket.connect(folder)
                        .ifPresent(next -> {
                            introduce(next);
                            listen(next);
                        });
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Connection open) {
        try (open) {
            for (var message = open.receive(); message.isPresent(); message = open.receive()) {
                obey(message.get());
            }
        } catch (IllegalArgumentException _) {
            return; // not one of ours: look for the next
        }
    }

    private synchronized void introduce(Connection open) {
        connection = open;
        send(
                Message.of("hello")
                        .with("child", name)
                        .with("pid", ProcessHandle.current().pid())
                        .with("release", release)
                        .with("state", state));
    }

    private void obey(Message message) {
        switch (message.kind()) {
            case "go" -> mayGo.countDown();
            case "drain" -> leave(message.truth("stop"));
            case "hand-over" -> message.text("to").ifPresent(Supervised::handOver);
            default -> {
                return; // from a newer supervisor
            }
        }
    }

    private static void handOver(String path) {
        try {
            DescriptorPost.send(ListeningSocket.PLACE, path);
        } catch (PosixException _) {
            return; // whoever asked waits no longer than its patience
        }
    }

    private void drain(boolean stop) {
        synchronized (this) {
            state = DRAINING;
        }
        mayGo.countDown();
        try {
            var report = drain.apply(stop);
            synchronized (this) {
                send(Message.of("drained").with(report));
            }
        } finally {
            drained.countDown();
        }
    }
}
