package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.supervisor.posix.Processes;
import org.kingfisherprocess.supervisor.wire.Message;

/// What a supervisor leaves behind for the next, should it die: the generation that is current, and
/// the children, each with the moment of its start, so that a process id that was used again
/// deceives nobody.
final class StateFile {
    private final Path file;
    private boolean deleted;

    StateFile(Path folder) {
        file = folder.resolve("state.json");
    }

    /// What was current, and who of it is still alive.
    record Found(
            int generation,
            Release release,
            Optional<Release> before,
            Instant readySince,
            List<Child> alive) {
        Found {
            alive = List.copyOf(alive);
        }
    }

    synchronized void write(Generation current, List<Child> children) {
        if (deleted) {
            return;
        }
        var message =
                Message.of("state")
                        .with("generation", current.number())
                        .with("command", current.release().command())
                        .with("before", current.before().map(Release::command).orElse(List.of()))
                        .with("ready_since", current.readySince().toString())
                        .with(
                                "children",
                                children.stream().map(child -> describe(child).values()).toList());
        var unfinished = file.resolveSibling("state.unfinished");
        try {
            Files.writeString(unfinished, message.json() + "\n");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Say.warn(
                    "%s cannot be written, so that another supervisor could not take over: %s"
                            .formatted(file, e));
        }
    }

    /// Empty if nothing was left behind that is still alive.
    Optional<Found> read() throws IOException {
        try {
            var state = Message.parse(Files.readString(file).strip());
            var alive =
                    state.messages("children").stream()
                            .map(StateFile::alive)
                            .flatMap(Optional::stream)
                            .toList();
            var command = state.texts("command");
            return alive.isEmpty() || command.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Found(
                                    state.number("generation").orElse(1L).intValue(),
                                    new Release(command),
                                    Optional.of(state.texts("before"))
                                            .filter(words -> !words.isEmpty())
                                            .map(Release::new),
                                    state.text("ready_since")
                                            .map(Instant::parse)
                                            .orElse(Instant.EPOCH),
                                    alive));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            Say.warn("%s is left unread: %s".formatted(file, e.getMessage()));
            return Optional.empty();
        }
    }

    /// Nothing is left behind: all have left in good order.
    synchronized void delete() {
        deleted = true;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Say.warn("%s cannot be deleted: %s".formatted(file, e));
        }
    }

    private static Message describe(Child child) {
        return Message.of("child")
                .with("child", child.name().toString())
                .with("pid", child.pid())
                .with("start_ticks", child.startTicks())
                .with("command", child.release().command())
                .with("log", child.log().toString());
    }

    private static Optional<Child> alive(Message described) {
        var pid = described.number("pid").orElse(-1L);
        var ticks = Processes.startTicks(pid);
        var name = described.text("child").flatMap(ChildName::parse);
        var process = ProcessHandle.of(pid);
        if (name.isEmpty()
                || process.isEmpty()
                || ticks.isEmpty()
                || ticks.getAsLong() != described.number("start_ticks").orElse(-1L)) {
            return Optional.empty();
        }
        return Optional.of(
                Child.takenOver(
                        name.get(),
                        new Release(described.texts("command")),
                        process.get(),
                        Path.of(described.text("log").orElse("/dev/null"))));
    }
}
