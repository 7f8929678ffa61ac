package org.kingfisherprocess.service.locks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A session of the server, as it was when it was looked at.
///
/// @param pid of its server process; 0 for a prepared transaction, which has none
/// @param startedAt tells it from a later session with the same pid; empty where we may not see it
/// @param kind the server's word: `client backend`, `autovacuum worker`, …
/// @param state the server's word: `active`, `idle in transaction`, …; `hidden` where we may not
///   see it
/// @param transactionStartedAt empty outside of a transaction
/// @param waitEvent what it waits for inside the server, for example `Lock: relation`; empty if it
///   works
/// @param query the statement that it runs or ran last, on one line, shortened
public record Backend(
        int pid,
        Optional<Instant> startedAt,
        String kind,
        String user,
        String application,
        String client,
        String state,
        Optional<Instant> transactionStartedAt,
        Optional<Duration> transactionAge,
        Optional<Duration> stateAge,
        String waitEvent,
        String query) {
    private static final String OURS = "kingfisher-process";

    /// Whether it runs a statement now, which can be cancelled. Everything else that holds a lock
    /// has to be ended as a whole.
    public boolean active() {
        return state.equals("active") || state.equals("fastpath function call");
    }

    /// Whether it is a session of this program: a loader, the pages, a migration, a command.
    public boolean ours() {
        return application.startsWith(OURS);
    }

    /// Whether the server does not let us see what it does.
    public boolean hidden() {
        return state.equals("hidden");
    }

    public boolean prepared() {
        return pid == 0;
    }

    /// Who it is, without what it does.
    public String name() {
        if (prepared()) {
            return "prepared transaction of " + user;
        }
        var who = user.isEmpty() ? kind : user;
        return "process %d, %s%s%s"
                .formatted(
                        pid,
                        who,
                        application.isEmpty() ? "" : " in " + application,
                        client.isEmpty() ? "" : " from " + client);
    }
}
