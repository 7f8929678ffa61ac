package org.kingfisherprocess.service.demo;

import java.time.Duration;
import java.util.List;

/// A table that nobody else can read or write for as long as one session holds it.
///
/// @param holder as the session calls itself
/// @param waiting who waits for it, each with what for and for how long
public record HeldLock(String holder, String table, Duration held, List<String> waiting) {
    public HeldLock {
        waiting = List.copyOf(waiting);
    }

    /// For people, in one line.
    public String text() {
        return "%s holds ACCESS EXCLUSIVE on %s for %.1f s"
                .formatted(holder, table, held.toMillis() / 1e3);
    }
}
