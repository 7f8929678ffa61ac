package org.kingfisherprocess.service.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.kingfisherprocess.supervisor.wire.Message;

/// The processes of one generation.
///
/// @param release the name of the folder that it was started from
/// @param state `starts`, `works` or `leaves`
public record Generation(long number, String release, String state, List<String> processes) {
    public Generation {
        processes = List.copyOf(processes);
    }

    /// From what the supervisor says of its children; what keeps PostgreSQL is of no generation.
    static List<Generation> of(Message status) {
        var generations = new TreeMap<Long, Generation>();
        for (var child : status.messages("children")) {
            long number = child.number("generation").orElse(0L);
            if (number > 0) {
                var process = child.text("child").orElse("");
                generations.merge(
                        number,
                        new Generation(number, release(child), state(child), List.of(process)),
                        Generation::with);
            }
        }
        return List.copyOf(generations.values());
    }

    private Generation with(Generation other) {
        var both = new ArrayList<>(processes);
        both.addAll(other.processes);
        return new Generation(number, release, weaker(state, other.state), both);
    }

    /// One that leaves makes its generation leave; one that starts makes it start.
    private static String weaker(String one, String other) {
        for (var state : List.of("leaves", "starts")) {
            if (one.equals(state) || other.equals(state)) {
                return state;
            }
        }
        return one;
    }

    private static String state(Message child) {
        return switch (child.text("state").orElse("")) {
            case "ready" -> "works";
            case "draining" -> "leaves";
            default -> "starts";
        };
    }

    /// From the place of its launcher.
    private static String release(Message child) {
        var folder = Optional.ofNullable(Path.of(child.text("place").orElse("/")).getParent());
        return folder.map(Path::getFileName).map(Path::toString).orElse("");
    }
}
