package org.kingfisherprocess.service.upgrade;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run as a terminal sees it.
///
/// @param process where it runs, in words
/// @param picture what it does at the moment, in lines
/// @param inTheWay server processes that have been in its way for some seconds
/// @param alive whether its process still holds the lock of runs, or was heard of just now
/// @param outcome how it ended, if it has
/// @param done whether it ended well
public record RunState(
        long id,
        Instant startedAt,
        String who,
        String process,
        Wish wish,
        List<String> picture,
        List<Integer> inTheWay,
        boolean alive,
        Optional<String> outcome,
        boolean done) {
    public RunState {
        picture = List.copyOf(picture);
        inTheWay = List.copyOf(inTheWay);
    }

    /// Whether there is something to watch and to tell.
    public boolean underWay() {
        return alive && outcome.isEmpty();
    }
}
