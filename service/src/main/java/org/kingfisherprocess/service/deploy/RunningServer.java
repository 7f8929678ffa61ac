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
    sealed interface Reloaded {
        /// The new generation serves.
        ///
        /// @param lines what the supervisor reported
        record Done(List<String> lines) implements Reloaded {
            public Done {
                lines = List.copyOf(lines);
            }
        }

        /// The one before goes on.
        ///
        /// @param log the last lines of the log of the generation that did not become ready
        record Failed(String reason, List<String> log) implements Reloaded {
            public Failed {
                log = List.copyOf(log);
            }
        }

        /// Nothing was begun, since another reload is under way.
        record Busy() implements Reloaded {}
    }

    /// The generations that there are, the newest last; empty where no server runs.
    List<Generation> generations();

    /// The one that takes new requests.
    default Optional<Generation> serving() {
        return generations().stream()
                .filter(generation -> generation.ready() && !generation.draining())
                .reduce((_, newer) -> newer);
    }

    /// The folders of the releases that some process of the server was started from: those of the
    /// generations, of a PostgreSQL that outlives them, and the supervisor's own.
    List<Path> inUse();

    /// Whether a reload is under way, whoever asked for it: what serves may be another in a moment.
    boolean isReloading();

    /// Starts a generation of the release that the link `current` of the installation names, and
    /// returns when it serves, or does not.
    ///
    /// @param current the link
    Reloaded reload(Path current, Consumer<String> heard);
}
