package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kingfisherprocess.supervisor.posix.ListeningSocket;
import org.kingfisherprocess.supervisor.posix.SystemdNotification;
import org.kingfisherprocess.supervisor.wire.Connection;
import org.kingfisherprocess.supervisor.wire.Message;

/// The whole: takes the folder, the socket and what another supervisor left behind; starts what is
/// missing; obeys until it is told to stop; then stops everything in order.
final class Supervisor {
    /// PostgreSQL writes a checkpoint before it leaves; it keeps to limits of its own.
    private static final Duration POSTGRES_LIMIT = Duration.ofMinutes(5);

    /// Children look for a new supervisor several times a second.
    private static final Duration INTRODUCTION = Duration.ofSeconds(5);

    private final Arguments arguments;
    private final Map<String, String> environment;
    private final SystemdNotification systemd;
    private final StateFile state;
    private final Family family;
    private final Generations generations;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean isSignalled = new AtomicBoolean();
    private final Instant since = Instant.now();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile Optional<Succession> successor = Optional.empty();
    private Optional<Guard> postgres = Optional.empty();
    private InetSocketAddress address = new InetSocketAddress(0);

    Supervisor(Arguments arguments, Map<String, String> environment) {
        this.arguments = arguments;
        this.environment = environment;
        systemd = new SystemdNotification(environment);
        state = new StateFile(arguments.runFolder());
        family = new Family(arguments.runFolder(), System.out::println, this::writeState);
        generations = new Generations(arguments, family, this::writeState);
    }

    /// Returns when everything is stopped. Does not return when another supervisor succeeds.
    void run() throws IOException, ReloadException, InterruptedException {
        live();
        successor.ifPresent(Succession::perform);
    }

    private void live() throws IOException, ReloadException, InterruptedException {
        try (var _ = Ownership.take(arguments)) {
            var found = state.read();
            found.ifPresent(left -> left.alive().forEach(family::takeOver));
            try (var _ = Control.open(arguments.runFolder(), family, this::answer)) {
                address = new SocketSource(arguments, environment).take(alive(found));
                begin(found);
                begun.countDown();
                systemd.ready("listening on " + address);
                stop.await();
                if (successor.isEmpty()) {
                    stopAll();
                    state.delete();
                }
            }
        }
    }

    /// Tells it to stop, as a signal does. The second signal cuts what is under way; a stop that
    /// was asked for otherwise is no signal, since systemd sends one after it.
    void signalled() {
        if (isSignalled.getAndSet(true)) {
            Say.warn("stopping at once: what is under way is cut");
            family.all().stream()
                    .filter(child -> child.name().role() != Role.POSTGRES)
                    .forEach(Child::kill);
        }
        stop.countDown();
    }

    /// As `reload` does, for a signal: what is to be said goes to the log.
    void reload() {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        var left = reload(Optional.empty(), Say::info).leaving();
                        left.forEach(one -> Say.info("left: " + one.await()));
                    } catch (ReloadException e) {
                        Say.warn("the reload failed, and all is as before: " + e.getMessage());
                    }
                });
    }

    private Replaced reload(Optional<String> launcher, Consumer<String> progress)
            throws ReloadException {
        awaitBegun();
        systemd.reloading();
        try {
            return generations.reload(launcher, progress);
        } finally {
            systemd.ready("listening on " + address);
        }
    }

    private void awaitBegun() throws ReloadException {
        try {
            if (!begun.await(arguments.startLimit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ReloadException("the first generation is not ready yet", List.of());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ReloadException("interrupted", List.of());
        }
    }

    private void begin(Optional<StateFile.Found> found) throws IOException, ReloadException {
        if (found.isPresent()) {
            takeOver(found.get());
        } else {
            beginAnew();
        }
        if (arguments.withPostgres() && postgres.isEmpty()) {
            var release = generations.current().orElseThrow().release();
            guardPostgres(family.start(new ChildName(Role.POSTGRES, 0, 1), release));
        }
    }

    private void beginAnew() throws IOException, ReloadException {
        try {
            generations.begin();
        } catch (IOException | ReloadException e) {
            family.close();
            family.all().forEach(Child::kill);
            family.all().forEach(child -> child.gone().join());
            throw e;
        }
    }

    /// The children of its generation go on; those before it were leaving, and those after it had
    /// not taken over yet.
    private void takeOver(StateFile.Found found) throws IOException, ReloadException {
        var ours = alive(Optional.of(found));
        Say.info(
                "taken over from a supervisor that died: "
                        + ours.stream().map(child -> child.name().toString()).toList());
        for (var child : ours) {
            if (child.name().role() == Role.POSTGRES) {
                guardPostgres(child);
            } else if (child.name().generation() < found.generation()) {
                var _ = Leaving.of(child, false, arguments.drainLimit());
            } else if (child.name().generation() > found.generation()) {
                letGo(child);
            }
        }
        generations.takeOver(
                found,
                ours.stream()
                        .filter(child -> child.name().generation() == found.generation())
                        .toList());
    }

    /// A server that was told to begin just before may have accepted requests: it answers them. One
    /// that says nothing has not got so far.
    private void letGo(Child child) {
        Thread.ofVirtual()
                .start(() -> {
                    if (child.awaitReady(INTRODUCTION)) {
                        var _ = Leaving.of(child, false, arguments.drainLimit());
                    } else {
                        child.kill();
                    }
                });
    }

    private void guardPostgres(Child child) {
        postgres =
                Optional.of(
                        Guard.of(
                                family,
                                child,
                                POSTGRES_LIMIT,
                                (_, ended, how) ->
                                        Say.warn(
                                                "%s ended by itself: %s; it is started again"
                                                        .formatted(ended.name(), how))));
    }

    /// The socket first, so that clients are refused and not kept waiting; PostgreSQL last.
    private void stopAll() {
        systemd.stopping();
        System.err.println("Stopping: what is under way is answered first.");
        family.close();
        ListeningSocket.letGo();
        var _ = generations.retire();
        family.all().stream()
                .filter(child -> child.name().role() != Role.POSTGRES)
                .map(child -> Leaving.of(child, true, arguments.stopLimit()))
                .toList()
                .forEach(Leaving::await);
        postgres.map(Guard::retire)
                .map(child -> Leaving.of(child, true, POSTGRES_LIMIT))
                .ifPresent(Leaving::await);
        System.err.println("Stopped.");
    }

    private void answer(Message command, Connection connection) {
        switch (command.kind()) {
            case "status" ->
                    connection.send(new Status(address, since, family, generations).message());
            case "reload" -> answerReload(command, connection, Replaced::completeMessage);
            case "reload-no-wait" -> answerReload(command, connection, Replaced::message);
            case "reload-all" -> answerReload(command, connection, this::succeed);
            case "drain" -> {
                connection.send(Message.of("draining").with("pid", ProcessHandle.current().pid()));
                stop.countDown();
                var _ = connection.receive(); // who asked waits for us, or has gone
            }
            default ->
                    connection.send(
                            Message.of("failed")
                                    .with("reason", "this supervisor does not know " + command));
        }
    }

    /// The children that still leave are told so again by the successor.
    private Message succeed(Replaced replaced) {
        var succession = new Succession(replaced.release());
        try {
            succession.check();
        } catch (ReloadException e) {
            Say.warn(String.valueOf(e.getMessage()));
            return replaced.message()
                    .with("supervisor", String.valueOf(e.getMessage()))
                    .with("log", e.log());
        }
        Say.info("the supervisor of " + replaced.release().place() + " succeeds");
        successor = Optional.of(succession);
        return replaced.message().with("supervisor", "succeeded");
    }

    private void answerReload(
            Message command, Connection connection, Function<Replaced, Message> report) {
        try {
            var replaced =
                    reload(
                            command.text("launcher"),
                            line -> {
                                Say.info(line);
                                tell(connection, Message.of("progress").with("line", line));
                            });
            tell(connection, report.apply(replaced));
            if (successor.isPresent()) {
                stop.countDown();
            }
        } catch (ReloadException e) {
            Say.warn("the reload failed, and all is as before: " + e.getMessage());
            tell(
                    connection,
                    Message.of("failed")
                            .with("reason", String.valueOf(e.getMessage()))
                            .with("busy", e.isBusy())
                            .with("log", e.log()));
        }
    }

    /// Who asked may have gone: the reload goes on.
    private static void tell(Connection connection, Message message) {
        try {
            connection.send(message);
        } catch (UncheckedIOException _) {
            return;
        }
    }

    private List<Child> alive(Optional<StateFile.Found> found) {
        return found.map(StateFile.Found::alive).orElse(List.of());
    }

    private void writeState() {
        generations.current().ifPresent(current -> state.write(current, family.all()));
    }
}
