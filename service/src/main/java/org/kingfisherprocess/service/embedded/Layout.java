package org.kingfisherprocess.service.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where things lie below the data folder:
///
/// ```
/// postgresql/
///   programs-<checksum>/   the bundled programs, unpacked
///   data/                  the cluster, made by initdb; owned by whoever runs the server
///   log/                   the server's log, one file for each day of the week
///   socket/                the Unix socket, where the path is short enough for one
///   pgpass                 the generated password, as psql reads it (mode 0600)
///   port                   the port of last time
///   own.conf               server settings of the operator, if there are any; read last
/// ```
record Layout(Path folder) {
    /// The kernel allows 107 bytes, and PostgreSQL appends `/.s.PGSQL.` and the port.
    private static final int LONGEST_SOCKET_FOLDER = 107 - "/.s.PGSQL.65535".length();

    static Layout in(Path dataFolder) {
        return new Layout(dataFolder.toAbsolutePath().normalize().resolve("postgresql"));
    }

    Path data() {
        return folder.resolve("data");
    }

    Path unfinishedData() {
        return folder.resolve("data.unfinished");
    }

    Path log() {
        return folder.resolve("log");
    }

    Path startLog() {
        return log().resolve("start.log");
    }

    Path socket() {
        return folder.resolve("socket");
    }

    boolean hasSocket() {
        return socket().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                <= LONGEST_SOCKET_FOLDER;
    }

    Path passwordFile() {
        return folder.resolve("pgpass");
    }

    Path portFile() {
        return folder.resolve("port");
    }

    Path ownSettings() {
        return folder.resolve("own.conf");
    }

    boolean initialised() {
        return Files.exists(data().resolve("PG_VERSION"));
    }
}
