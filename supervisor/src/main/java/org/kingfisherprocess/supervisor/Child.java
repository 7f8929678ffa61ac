package org.kingfisherprocess.supervisor;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.supervisor.posix.Processes;
import org.kingfisherprocess.supervisor.wire.Connection;
import org.kingfisherprocess.supervisor.wire.Message;

/// One process that the supervisor started, or took over from one that died.
final class Child {
    private final ChildName name;
    private final Release release;
    private final ProcessHandle process;
    private final long startTicks;
    private final Path log;
    private final Instant since;
    private final Age age = Age.fromNow();
    private final CompletableFuture<Message> ready = new CompletableFuture<>();
    private final CompletableFuture<Message> working = new CompletableFuture<>();
    private final CompletableFuture<Message> drained = new CompletableFuture<>();
    private final CompletableFuture<String> gone = new CompletableFuture<>();
    private @Nullable Connection connection;
    private Optional<Boolean> toldToDrain = Optional.empty();
    private boolean toldToGo;
    private String version = "";

    private Child(ChildName name, Release release, ProcessHandle process, Path log) {
        this.name = name;
        this.release = release;
        this.process = process;
        this.log = log;
        this.since = process.info().startInstant().orElseGet(Instant::now);
        this.startTicks = Processes.startTicks(process.pid()).orElse(0);
    }

    static Child started(ChildName name, Release release, Process process, Path log) {
        var child = new Child(name, release, process.toHandle(), log);
        var _ =
                process.onExit()
                        .thenAccept(ended -> child.gone.complete("exit code " + ended.exitValue()));
        return child;
    }

    static Child takenOver(ChildName name, Release release, ProcessHandle process, Path log) {
        var child = new Child(name, release, process, log);
        var _ =
                process.onExit()
                        .thenAccept(ended -> {
                            Processes.reap(ended.pid());
                            child.gone.complete("its exit code is not known");
                        });
        return child;
    }

    ChildName name() {
        return name;
    }

    Release release() {
        return release;
    }

    long pid() {
        return process.pid();
    }

    long startTicks() {
        return startTicks;
    }

    Path log() {
        return log;
    }

    /// When it was started, for people to see.
    Instant since() {
        return since;
    }

    /// Since it was started, or taken over.
    Age age() {
        return age;
    }

    /// The version that it says it is of; empty until it has said so.
    synchronized String version() {
        return version;
    }

    boolean isReady() {
        return ready.isDone();
    }

    boolean isWorking() {
        return working.isDone();
    }

    boolean isGone() {
        return gone.isDone();
    }

    synchronized boolean isDraining() {
        return toldToDrain.isPresent();
    }

    /// Completed when it could work, never exceptionally.
    CompletableFuture<Message> ready() {
        return ready;
    }

    /// Completed with how it ended.
    CompletableFuture<String> gone() {
        return gone;
    }

    /// What it reported when it left, if it did.
    Optional<Message> report() {
        return Optional.ofNullable(drained.getNow(null));
    }

    /// Waits until it could work or is gone, and says whether it could.
    boolean awaitReady(Duration limit) {
        return within(CompletableFuture.anyOf(ready, gone), limit) && ready.isDone();
    }

    /// The same for whether it does work, once it was told to.
    boolean awaitWorking(Duration limit) {
        return within(CompletableFuture.anyOf(working, gone), limit) && working.isDone();
    }

    boolean awaitGone(Duration limit) {
        return within(gone, limit);
    }

    /// The child has connected, or connected again.
    synchronized void introduced(Connection with, Message hello) {
        connection = with;
        version = hello.text("release").orElse("");
        switch (hello.text("state").orElse("")) {
            case "starting" -> sendOrders();
            case "ready" -> {
                ready.complete(hello);
                sendOrders();
            }
            case "working" -> {
                ready.complete(hello);
                working.complete(hello);
                sendOrders();
            }
            default -> ready.complete(hello); // it is leaving already
        }
    }

    void told(Message message) {
        switch (message.kind()) {
            case "ready" -> ready.complete(message);
            case "working" -> working.complete(message);
            case "drained" -> drained.complete(message);
            default -> {
                return;
            }
        }
    }

    /// Tells it to begin, as soon as it is ready.
    synchronized void go() {
        if (!toldToGo) {
            toldToGo = true;
            send(Message.of("go"));
        }
    }

    private synchronized void sendOrders() {
        if (toldToGo) {
            send(Message.of("go"));
        }
        toldToDrain.ifPresent(this::sendDrain);
    }

    /// Tells it to leave: to answer and finish what it has.
    ///
    /// @param stop whether everything stops, so that it need not wait for clients that only keep a
    ///   connection
    synchronized void drain(boolean stop) {
        toldToDrain = Optional.of(stop);
        sendDrain(stop);
    }

    /// Asks for the listening socket.
    synchronized void handOver(String path) {
        send(Message.of("hand-over").with("to", path));
    }

    void kill() {
        process.destroyForcibly();
    }

    private synchronized void sendDrain(boolean stop) {
        send(Message.of("drain").with("stop", stop));
    }

    private synchronized void send(Message message) {
        var open = connection;
        if (open != null) {
            try {
                open.send(message);
            } catch (UncheckedIOException _) {
                connection = null; // what it missed is said again when it is back
            }
        }
    }

    private static boolean within(CompletableFuture<?> future, Duration limit) {
        try {
            future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a child's future failed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
