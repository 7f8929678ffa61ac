package org.kingfisherprocess.service.locks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers how long the same transactions have been in the way. Whoever asks for a lock with a
/// short limit, again and again, waits for nobody between its tries; so one look at the server does
/// not tell how long it has been held up. Used by one thread.
public final class Obstruction {
    private record Transaction(
            int pid, Optional<Instant> startedAt, Optional<Instant> transaction) {}

    private record Seen(Instant first, Instant last) {}

    private final Duration forgetAfter;
    private final Map<Transaction, Seen> seen = new HashMap<>();

    /// @param forgetAfter how long a transaction may be out of the way before it counts from the
    ///   beginning again; longer than the pause between two tries
    public Obstruction(Duration forgetAfter) {
        this.forgetAfter = forgetAfter;
    }

    /// Takes note of who is in the way now, and returns those of them who have been for `limit` or
    /// longer.
    public List<Backend> longerThan(Duration limit, List<Backend> inTheWay, Instant now) {
        seen.values().removeIf(times -> times.last().plus(forgetAfter).isBefore(now));
        for (var backend : inTheWay) {
            seen.merge(
                    transaction(backend),
                    new Seen(now, now),
                    (before, _) -> new Seen(before.first(), now));
        }
        return inTheWay.stream()
                .filter(backend -> {
                    var times = seen.get(transaction(backend));
                    return times != null && !times.first().plus(limit).isAfter(now);
                })
                .toList();
    }

    private static Transaction transaction(Backend backend) {
        return new Transaction(backend.pid(), backend.startedAt(), backend.transactionStartedAt());
    }
}
