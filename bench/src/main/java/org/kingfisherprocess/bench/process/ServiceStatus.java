package org.kingfisherprocess.bench.process;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What `kingfisher-process status --json` says of the service's processes.
public record ServiceStatus(long supervisor, List<Child> children) {
    private static final Pattern SUPERVISOR = Pattern.compile("\"supervisor_pid\"\\s*:\\s*(\\d+)");

    /// Children are flat objects.
    private static final Pattern CHILD = Pattern.compile("\\{[^{}]*\"role\"[^{}]*\\}");

    /// @param state `starting`, `ready` or `draining`
    public record Child(String role, long generation, long pid, String state) {}

    public ServiceStatus {
        children = List.copyOf(children);
    }

    /// Empty where the text is none, such as the message that no supervisor runs.
    static Optional<ServiceStatus> parse(String json) {
        var supervisor = SUPERVISOR.matcher(json);
        if (!supervisor.find()) {
            return Optional.empty();
        }
        var children =
                CHILD.matcher(json)
                        .results()
                        .map(match -> child(match.group()))
                        .toList();
        return Optional.of(new ServiceStatus(Long.parseLong(supervisor.group(1)), children));
    }

    /// The child that does the work of this role now.
    public Optional<Child> current(String role) {
        return children.stream()
                .filter(child -> child.role().equals(role) && child.state().equals("ready"))
                .max((one, other) -> Long.compare(one.generation(), other.generation()));
    }

    public boolean isDraining() {
        return children.stream().anyMatch(child -> child.state().equals("draining"));
    }

    private static Child child(String json) {
        return new Child(
                field(json, "role"),
                Long.parseLong("0" + field(json, "generation")),
                Long.parseLong(field(json, "pid")),
                field(json, "state"));
    }

    private static String field(String json, String name) {
        var match =
                Pattern.compile("\"%s\"\\s*:\\s*\"?([^\",}\\s]*)".formatted(name)).matcher(json);
        if (!match.find()) {
            throw new IllegalStateException("status --json says no %s: %s".formatted(name, json));
        }
        return match.group(1);
    }
}
