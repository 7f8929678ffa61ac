package org.kingfisherprocess.supervisor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a child is for; its name in lower case is the command that starts it.
enum Role {
    /// Answers requests; the only one that holds the socket.
    SERVER,
    /// Loads and processes what was acknowledged.
    WORKER,
    /// Keeps the embedded PostgreSQL running. Of no generation: a reload does not touch it.
    POSTGRES;

    /// Those that a reload replaces.
    static final List<Role> OF_A_GENERATION = List.of(SERVER, WORKER);

    String command() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean holdsSocket() {
        return this == SERVER;
    }

    static Optional<Role> of(String command) {
        return Arrays.stream(values()).filter(role -> role.command().equals(command)).findFirst();
    }
}
