package org.kingfisherprocess.bench.process;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// The service's processes, as its supervisor knows them. Asked over its socket: the command
/// `status` would start a JVM each time, which weighs on what is measured.
public record ServiceStatus(long supervisor, List<Child> children) {
    /// One of them.
    ///
    /// @param state `starting`, `ready` or `draining`
    public record Child(String role, long generation, long pid, String state) {}

    public ServiceStatus {
        children = List.copyOf(children);
    }

    /// Empty where no supervisor answers.
    static Optional<ServiceStatus> ask(Path dataFolder) {
        var connection = ControlSocket.connect(dataFolder.resolve("run"));
        if (connection.isEmpty()) {
            return Optional.empty();
        }
        try (var open = connection.get()) {
            open.send(Message.of("status"));
            return open.receive().map(ServiceStatus::of);
        } catch (UncheckedIOException _) {
            return Optional.empty(); // it was killed meanwhile
        }
    }

    /// The child that does the work of this role now.
    public Optional<Child> current(String role) {
        return children.stream()
                .filter(child -> child.role().equals(role) && child.state().equals("ready"))
                .max(Comparator.comparingLong(Child::generation));
    }

    /// Whether one server, one worker and nothing else is there, PostgreSQL's keeper aside.
    public boolean isAtRest() {
        return current("server").isPresent()
                && current("worker").isPresent()
                && children.stream().filter(child -> !child.role().equals("postgres")).count() == 2;
    }

    private static ServiceStatus of(Message status) {
        return new ServiceStatus(
                status.number("supervisor_pid").orElse(0L),
                status.messages("children").stream()
                        .map(child ->
                                new Child(
                                        child.text("role").orElse(""),
                                        child.number("generation").orElse(0L),
                                        child.number("pid").orElse(0L),
                                        child.text("state").orElse("")))
                        .toList());
    }
}
