package org.kingfisherprocess.service.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.kingfisherprocess.service.store.Amount;

/// How values look on a page.
public final class Shown {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final double UNIT = 1024;

    private Shown() {}

    /// In UTC, to the second.
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /// The same, or a dash.
    public static String time(Optional<Instant> instant) {
        return instant.map(Shown::time).orElse("–");
    }

    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A plus sign means "or more".
    public static String amount(Amount amount) {
        return number(amount.number()) + (amount.exact() ? "" : "+");
    }

    public static String bytes(long bytes) {
        double rest = (double) bytes;
        int unit = 0;
        while (rest >= UNIT && unit < UNITS.length - 1) {
            rest /= UNIT;
            unit++;
        }
        return unit == 0
                ? number(bytes) + " " + UNITS[0]
                : String.format(Locale.ROOT, "%.1f %s", rest, UNITS[unit]);
    }

    /// The largest unit that makes at least one: "3 minutes".
    public static String age(Duration age) {
        if (age.toDays() > 0) {
            return count(age.toDays(), "day");
        }
        if (age.toHours() > 0) {
            return count(age.toHours(), "hour");
        }
        if (age.toMinutes() > 0) {
            return count(age.toMinutes(), "minute");
        }
        return count(Math.max(0, age.toSeconds()), "second");
    }

    /// A number with its noun, which takes an s.
    public static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
