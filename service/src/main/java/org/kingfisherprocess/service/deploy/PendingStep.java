package org.kingfisherprocess.service.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A step of a migration that this database has not had yet, as the new release plans it.
///
/// @param locks what it locks, and what that would hold up, in words
/// @param rows about how many rows it reads or writes; zero where it only touches catalogues
/// @param quiet for how long it waits at the most until workers stand still; empty where they need
///   not
public record PendingStep(
        int version,
        String migration,
        String step,
        Phase phase,
        String kind,
        List<String> locks,
        long rows,
        Optional<Duration> quiet) {

    /// When it may run, seen from the code that uses the tables.
    public enum Phase {
        EXPAND,
        CONTRACT,
        BREAKING;

        /// As commands take it.
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /// What is not known is taken for the most dangerous.
        static Phase of(String text) {
            for (var phase : values()) {
                if (phase.text().equalsIgnoreCase(text)) {
                    return phase;
                }
            }
            return BREAKING;
        }
    }

    public PendingStep {
        locks = List.copyOf(locks);
    }

    public String name() {
        return "%d %s%s".formatted(version, migration, step.isEmpty() ? "" : ", " + step);
    }
}
