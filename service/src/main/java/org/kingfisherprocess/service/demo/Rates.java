package org.kingfisherprocess.service.demo;

import java.time.Duration;
import java.util.ArrayDeque;

/// How much a number has grown a second, over the last looks. For one thread.
final class Rates {
    /// Some looks together: files come one by one, and rates of half a second would only flicker.
    private static final int LOOKS = 4;

    private static final double NANOS_PER_SECOND = 1e9;

    private final ArrayDeque<Look> looks = new ArrayDeque<>();

    private record Look(Duration at, long value) {}

    double look(Duration at, long value) {
        looks.addLast(new Look(at, value));
        if (looks.size() > LOOKS + 1) {
            looks.removeFirst();
        }
        var first = looks.getFirst();
        double seconds = at.minus(first.at()).toNanos() / NANOS_PER_SECOND;
        return seconds > 0 ? Math.max(0, value - first.value()) / seconds : 0;
    }
}
