package org.kingfisherprocess.service.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The spiders' own book: what they sent, and what they were told. Thread-safe.
final class Book {
    private final List<Sent> entries = new ArrayList<>();
    private long acknowledged;
    private long longestNanos;
    private Optional<String> firstFailure = Optional.empty();

    /// What it says in numbers.
    record Totals(long sent, long acknowledged) {
        long failed() {
            return sent - acknowledged;
        }
    }

    synchronized void enter(Sent sent) {
        entries.add(sent);
        switch (sent.outcome()) {
            case Outcome.Acknowledged _ -> {
                acknowledged++;
                longestNanos = Math.max(longestNanos, sent.nanos());
            }
            case Outcome.Failed(var reason) ->
                    firstFailure = firstFailure.or(() -> Optional.of(sent.file() + ": " + reason));
        }
    }

    synchronized List<Sent> entries() {
        return List.copyOf(entries);
    }

    synchronized Totals totals() {
        return new Totals(entries.size(), acknowledged);
    }

    /// The longest acknowledgement since this was asked last.
    synchronized long takeLongestNanos() {
        long taken = longestNanos;
        longestNanos = 0;
        return taken;
    }

    synchronized Optional<String> firstFailure() {
        return firstFailure;
    }
}
