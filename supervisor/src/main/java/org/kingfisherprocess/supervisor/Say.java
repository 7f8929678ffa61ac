package org.kingfisherprocess.supervisor;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// What the supervisor itself has to say: to standard error, in the form of its children's log.
final class Say {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private Say() {}

    static void info(String line) {
        write("INFO ", line);
    }

    static void warn(String line) {
        write("WARN ", line);
    }

    private static void write(String level, String line) {
        System.err.printf(
                "%s %s supervisor: %s%n",
                OffsetDateTime.now(ZoneId.systemDefault()).format(TIME), level, line);
    }
}
