package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times as people type them (UTC, whole seconds) and as they estimate them.
final class Times {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Times() {}

    /// How long something takes, roughly.
    static String about(Duration time) {
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return "about %,d s".formatted(Math.max(1, time.toSeconds()));
        }
        return "about %,d min".formatted(time.toMinutes());
    }

    static String text(Instant time) {
        return FORMAT.format(time);
    }
}
