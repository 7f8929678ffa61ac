package org.kingfisherprocess.service.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The server that runs on this machine, as far as deploying must know it.
public interface RunningServer {

    /// A generation of processes of one release.
    ///
    /// @param release the folder that it was started from, links resolved
    /// @param ready whether it answers requests
    /// @param draining whether it is finishing what it has, and takes no more
    record Generation(long number, Path release, boolean ready, boolean draining) {}

    /// What became of a reload.
    ///
    /// @param done whether the new generation serves
    /// @param reason why not; empty where it does
    /// @param lines what the supervisor reported, and the last lines of the log of a generation
    ///   that did not become ready
    record Reloaded(boolean done, String reason, List<String> lines) {
        public Reloaded {
            lines = List.copyOf(lines);
        }
    }

    /// The generations that there are, the newest last; empty where no server runs.
    List<Generation> generations();

    /// The one that takes new requests.
    default Optional<Generation> serving() {
        return generations().stream()
                .filter(generation -> generation.ready() && !generation.draining())
                .reduce((_, newer) -> newer);
    }

    /// Starts a generation of the release that the link `current` of the installation names, and
    /// returns when it serves, or does not.
    ///
    /// @param current the link
    Reloaded reload(Path current, Consumer<String> heard);
}
