package org.kingfisherprocess.service.demo;

import java.time.Duration;
import java.util.Locale;

/// Times and numbers as people read them.
final class Times {
    private Times() {}

    /// As a clock: `1:07`.
    static String clock(Duration time) {
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }

    /// In seconds: `8.4 s`.
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    /// In milliseconds: `8.4 ms`, `84 ms`.
    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%,.0f ms", millis);
    }
}
