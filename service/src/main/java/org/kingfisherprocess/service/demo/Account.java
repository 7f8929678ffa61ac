package org.kingfisherprocess.service.demo;

import java.time.Duration;
import java.util.List;

/// How it ended: what became of every file, and what was noticed of the migration and the
/// deployment.
///
/// @param stored acknowledged, and there once and whole
/// @param lost acknowledged, and not there
/// @param doubled there more than once
/// @param failed not acknowledged, which for a spider is lost as well
/// @param longestPause the longest time in which nothing was loaded though something waited, once
///   loading had begun
/// @param longestLookUp the longest that an analyst waited for an answer from the tables
/// @param took the whole demonstration
/// @param problems what else was not as it must be
public record Account(
        long sent,
        long acknowledged,
        long stored,
        long lost,
        long doubled,
        long failed,
        Latencies acknowledging,
        Duration longestPause,
        Duration longestLookUp,
        Duration took,
        AuditAnswer audit,
        List<String> problems) {
    public Account {
        problems = List.copyOf(problems);
    }

    static Account of(
            Comparison comparison,
            Latencies acknowledging,
            Noticed noticed,
            AuditAnswer audit,
            List<String> problems) {
        return new Account(
                comparison.sent(),
                comparison.acknowledged(),
                comparison.stored(),
                comparison.lost(),
                comparison.doubled(),
                comparison.failed(),
                acknowledging,
                noticed.longestPause(),
                noticed.longestLookUp(),
                noticed.took(),
                audit,
                problems);
    }

    /// Times that somebody noticed.
    record Noticed(Duration longestPause, Duration longestLookUp, Duration took) {}

    /// Whether it is what was promised.
    public boolean clean() {
        return sent > 0
                && lost == 0
                && doubled == 0
                && failed == 0
                && audit.clean()
                && problems.isEmpty();
    }
}
