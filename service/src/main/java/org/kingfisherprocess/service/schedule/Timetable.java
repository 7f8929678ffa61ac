package org.kingfisherprocess.service.schedule;

import java.time.Duration;
import java.time.LocalTime;

/// When a job is due.
public sealed interface Timetable {
    /// So long after its last run has ended; for the first time at once.
    record After(Duration pause) implements Timetable {
        @Override
        public String text() {
            return pause.toMinutes() % 60 == 0
                    ? "every %d h".formatted(pause.toHours())
                    : "every %d min".formatted(pause.toMinutes());
        }
    }

    /// Every day at this time, UTC.
    record Daily(LocalTime at) implements Timetable {
        @Override
        public String text() {
            return "daily at %s UTC".formatted(at);
        }
    }

    String text();
}
