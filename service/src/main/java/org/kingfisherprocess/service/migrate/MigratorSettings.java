package org.kingfisherprocess.service.migrate;

import java.time.Duration;

/// `who` goes into the history. `lockTimeout` is how long a statement may queue for a table, and so
/// hold up whoever queues behind it; `giveUpAfter` bounds the tries of one migration and the wait
/// for another run.
public record MigratorSettings(String who, Duration lockTimeout, Duration giveUpAfter) {
    /// Readers behind a waiting ALTER wait as long as it does: shorter than anybody notices.
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMillis(500);

    /// Longer than a long query, shorter than a night.
    public static final Duration DEFAULT_GIVE_UP_AFTER = Duration.ofMinutes(30);

    public static MigratorSettings by(String who) {
        return new MigratorSettings(who, DEFAULT_LOCK_TIMEOUT, DEFAULT_GIVE_UP_AFTER);
    }
}
