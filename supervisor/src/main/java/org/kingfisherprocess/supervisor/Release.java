package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A release as the command line that starts its processes, up to the role. Its first word is a
/// path without links, so that a release stays the same when `current` points to the next one.
record Release(List<String> command) {
    Release {
        command = List.copyOf(command);
    }

    /// The release to which the command leads now.
    ///
    /// @throws IOException if it leads nowhere
    static Release resolve(List<String> command) throws IOException {
        var words = new ArrayList<>(command);
        words.set(0, Path.of(command.getFirst()).toRealPath().toString());
        return new Release(words);
    }

    List<String> starting(Role role) {
        var words = new ArrayList<>(command);
        words.add(role.command());
        return words;
    }

    /// Where it lies.
    String place() {
        return command.getFirst();
    }
}
