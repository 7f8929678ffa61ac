package org.kingfisherprocess.supervisor.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// Replaces the program that this process runs by another: same process id, same parent, same
/// standard input, output and error.
public final class Replacement {
    private Replacement() {}

    /// Does not return unless it fails. Nothing of this program runs any more afterwards: no
    /// shutdown hook, no `finally`.
    ///
    /// @param command its first word is the path of a program
    public static void by(List<String> command, Map<String, String> environment) {
        try (var arena = Arena.ofConfined()) {
            var variables =
                    environment.entrySet().stream()
                            .map(variable -> variable.getKey() + "=" + variable.getValue())
                            .toList();
            Libc.EXECVE.call(
                    "cannot run " + command.getFirst(),
                    arena.allocateFrom(command.getFirst()),
                    texts(command, arena),
                    texts(variables, arena));
        }
    }

    private static MemorySegment texts(List<String> texts, Arena arena) {
        var array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (var index = 0; index < texts.size(); index++) {
            array.setAtIndex(ADDRESS, index, arena.allocateFrom(texts.get(index)));
        }
        return array;
    }
}
