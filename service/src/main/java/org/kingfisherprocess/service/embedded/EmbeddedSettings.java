package org.kingfisherprocess.service.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How the embedded PostgreSQL is run. `programs` is a folder with initdb, pg_ctl and postgres to
/// use in place of the bundled ones; `port` 0 means the one of last time, or else the first free
/// one from 5433 on; `server` is added to postgresql.conf and wins over ours.
public record EmbeddedSettings(
        Optional<Path> programs,
        int port,
        Map<String, String> server,
        Duration startLimit,
        Duration stopLimit) {

    /// Recovery after a crash replays up to `max_wal_size` of log first: minutes on a slow disk.
    public static final Duration DEFAULT_START_LIMIT = Duration.ofMinutes(10);

    /// A fast shutdown writes a checkpoint: as many dirty pages as fit in shared memory.
    public static final Duration DEFAULT_STOP_LIMIT = Duration.ofMinutes(2);

    public static final EmbeddedSettings DEFAULT =
            new EmbeddedSettings(
                    Optional.empty(), 0, Map.of(), DEFAULT_START_LIMIT, DEFAULT_STOP_LIMIT);

    public EmbeddedSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "the port of the embedded PostgreSQL must be 0 to 65535, was " + port);
        }
        server = Map.copyOf(server);
    }

    public EmbeddedSettings withPrograms(Path folder) {
        return new EmbeddedSettings(Optional.of(folder), port, server, startLimit, stopLimit);
    }

    public EmbeddedSettings withPort(int number) {
        return new EmbeddedSettings(programs, number, server, startLimit, stopLimit);
    }

    public EmbeddedSettings withServer(Map<String, String> settings) {
        return new EmbeddedSettings(programs, port, settings, startLimit, stopLimit);
    }
}
