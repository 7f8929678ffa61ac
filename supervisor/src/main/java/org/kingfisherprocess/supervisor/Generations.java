package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.kingfisherprocess.supervisor.wire.Message;

/// Replaces generations: starts the next beside the current one, and lets that go only when the
/// next is ready. One replacement at a time; any number may still be leaving.
final class Generations {
    /// A release whose child dies so soon is taken back.
    private static final Duration PROBATION = Duration.ofMinutes(1);

    private static final int SHOWN_LINES = 20;

    private final Arguments arguments;
    private final Family family;
    private final Runnable changed;
    private final ReentrantLock replacing = new ReentrantLock();
    private volatile Optional<Generation> current = Optional.empty();
    private volatile Optional<Message> last = Optional.empty();
    private final AtomicInteger highest = new AtomicInteger();
    private volatile List<String> command;

    Generations(Arguments arguments, Family family, Runnable changed) {
        this.arguments = arguments;
        this.family = family;
        this.changed = changed;
        command = arguments.command();
    }

    Optional<Generation> current() {
        return current;
    }

    /// How the last reload went.
    Optional<Message> last() {
        return last;
    }

    boolean isReplacing() {
        return replacing.isLocked();
    }

    /// The first: the server before the rest, since it has people waiting.
    void begin() throws IOException, ReloadException {
        var release = Release.resolve(arguments.command());
        highest.set(1);
        install(first(release, List.of()));
        var server = family.start(new ChildName(Role.SERVER, 1, 1), release);
        requireReady(server, System.nanoTime() + arguments.startLimit().toNanos());
        server.go();
        var worker = family.start(new ChildName(Role.WORKER, 1, 1), release);
        install(first(release, guard(List.of(server, worker))));
    }

    private static Generation first(Release release, List<Guard> guards) {
        return new Generation(1, release, guards, Instant.now(), Age.fromNow(), Optional.empty());
    }

    /// Those that another supervisor started; what is missing among them is started.
    void takeOver(StateFile.Found left, List<Child> found) throws IOException {
        var number = left.generation();
        highest.set(number);
        var children = new ArrayList<Child>();
        for (var role : Role.OF_A_GENERATION) {
            var known = found.stream().filter(child -> child.name().role() == role).findFirst();
            children.add(
                    known.isPresent()
                            ? known.get()
                            : family.start(new ChildName(role, number, 1), left.release()));
        }
        install(
                new Generation(
                        number,
                        left.release(),
                        guard(children),
                        left.readySince(),
                        Age.fromNow(),
                        left.before().filter(_ -> isOnProbation(left.readySince()))));
    }

    /// By the clock, since nothing else outlives a supervisor: at worst a jump of it costs the way
    /// back, or leaves it open for a minute longer.
    private static boolean isOnProbation(Instant readySince) {
        return Instant.now().isBefore(readySince.plus(PROBATION));
    }

    /// Starts the next generation from where the command leads now. Returns when it has taken over;
    /// the one before is leaving then.
    ///
    /// @param launcher that starts children from now on, if the reload succeeds; empty: the same as
    ///   before. The first deployment moves from a folder to a link in this way.
    Replaced reload(Optional<String> launcher, Consumer<String> progress) throws ReloadException {
        if (!replacing.tryLock()) {
            throw ReloadException.busy();
        }
        try {
            var wanted = launcher.map(List::of).orElse(command);
            var replaced = replace(resolve(wanted), progress, true);
            command = wanted;
            return replaced;
        } catch (ReloadException e) {
            last = Optional.of(failure(e));
            throw e;
        } finally {
            replacing.unlock();
        }
    }

    /// Nobody is to be started again from now on. Returns the children of the current generation.
    List<Child> retire() {
        return current.map(Generation::retire).orElse(List.of());
    }

    private static Release resolve(List<String> command) throws ReloadException {
        try {
            return Release.resolve(command);
        } catch (IOException e) {
            throw new ReloadException(
                    "%s leads to no release: %s".formatted(command.getFirst(), e), List.of());
        }
    }

    private Replaced replace(Release release, Consumer<String> progress, boolean mayGoBack)
            throws ReloadException {
        var begun = System.nanoTime();
        var number = highest.incrementAndGet();
        progress.accept("generation %d starts from %s".formatted(number, release.place()));
        var next = start(number, release);
        try {
            for (var child : next) {
                requireReady(child, begun + arguments.startLimit().toNanos());
            }
            next.forEach(Child::go);
            for (var child : next) {
                requireWorking(child);
            }
        } catch (ReloadException e) {
            next.forEach(this::giveUp);
            throw e;
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        var before = current;
        var older = before.map(Generation::release);
        install(
                new Generation(
                        number,
                        release,
                        guard(next),
                        Instant.now(),
                        Age.fromNow(),
                        older.filter(other -> mayGoBack && !other.equals(release))));
        var leaving =
                before.map(Generation::retire).orElse(List.of()).stream()
                        .map(child -> Leaving.of(child, false, arguments.drainLimit()))
                        .toList();
        var replaced = new Replaced(number, next.getFirst().version(), release, took, leaving);
        progress.accept(replaced.line());
        last = Optional.of(replaced.message());
        return replaced;
    }

    private List<Child> start(int number, Release release) throws ReloadException {
        var started = new ArrayList<Child>();
        try {
            for (var role : Role.OF_A_GENERATION) {
                started.add(family.start(new ChildName(role, number, 1), release));
            }
            return started;
        } catch (IOException e) {
            started.forEach(this::giveUp);
            throw new ReloadException(
                    "%s cannot be started: %s".formatted(release.place(), e.getMessage()),
                    List.of());
        }
    }

    /// A server that has begun may have accepted requests by now, and answers them first.
    private void giveUp(Child child) {
        if (child.isWorking()) {
            var _ = Leaving.of(child, false, arguments.drainLimit());
        } else {
            child.kill();
        }
    }

    private void requireReady(Child child, long deadline) throws ReloadException {
        var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (!child.awaitReady(left)) {
            var how =
                    child.isGone()
                            ? "ended (%s)".formatted(child.gone().join())
                            : "was not ready within %d seconds"
                                    .formatted(arguments.startLimit().toSeconds());
            throw new ReloadException(
                    "%s of %s %s".formatted(child.name(), child.release().place(), how),
                    new LogFile(child.log()).lastLines(SHOWN_LINES));
        }
    }

    private void requireWorking(Child child) throws ReloadException {
        if (!child.awaitWorking(arguments.startLimit())) {
            throw new ReloadException(
                    "%s of %s was ready, but did not begin"
                            .formatted(child.name(), child.release().place()),
                    new LogFile(child.log()).lastLines(SHOWN_LINES));
        }
    }

    private List<Guard> guard(List<Child> children) {
        return children.stream()
                .map(child -> Guard.of(family, child, arguments.startLimit(), this::ended))
                .toList();
    }

    private void install(Generation generation) {
        current = Optional.of(generation);
        changed.run();
    }

    private void ended(Guard guard, Child child, String how) {
        Say.warn(
                "%s (process %d) ended by itself: %s; it is started again"
                        .formatted(child.name(), child.pid(), how));
        current.filter(generation -> generation.guards().contains(guard))
                .filter(generation -> !generation.age().isAtLeast(PROBATION))
                .filter(generation -> generation.before().isPresent())
                .ifPresent(generation ->
                        Thread.ofVirtual().start(() -> goBack(generation, child, how)));
    }

    private void goBack(Generation bad, Child culprit, String how) {
        replacing.lock();
        try {
            if (current.filter(bad::equals).isEmpty()) {
                return;
            }
            var reason =
                    "generation %d is taken back, since %s ended within its first minute: %s"
                            .formatted(bad.number(), culprit.name(), how);
            Say.warn(reason);
            var replaced = replace(bad.before().orElseThrow(), Say::info, false);
            last = Optional.of(replaced.message().with("taken_back", reason));
        } catch (ReloadException e) {
            Say.warn("the release before cannot be started either: " + e.getMessage());
            last = Optional.of(failure(e));
        } finally {
            replacing.unlock();
        }
    }

    private static Message failure(ReloadException e) {
        return Message.of("failed")
                .with("reason", String.valueOf(e.getMessage()))
                .with("log", e.log())
                .with("at", Instant.now().toString());
    }
}
