package org.kingfisherprocess.service.demo;

import java.time.Duration;

/// The longest time in which nothing was loaded though something waited, from the first load on.
/// For one thread.
final class Pauses {
    private long loaded;
    private Duration movedAt = Duration.ZERO;
    private Duration longest = Duration.ZERO;

    /// @param at when it was looked, counted from the beginning
    void look(Duration at, long nowLoaded, long waiting) {
        boolean moved = nowLoaded != loaded;
        if (loaded > 0 && (moved || waiting > 0)) {
            var pause = at.minus(movedAt);
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        if (moved || waiting == 0 || loaded == 0) {
            movedAt = at;
        }
        loaded = nowLoaded;
    }

    Duration longest() {
        return longest;
    }
}
