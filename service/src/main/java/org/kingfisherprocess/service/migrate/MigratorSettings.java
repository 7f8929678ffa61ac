package org.kingfisherprocess.service.migrate;

import java.time.Duration;

/// How a run behaves towards others. `who` and `release` go into the history. `lockTimeout` is how
/// long a statement may queue for a table, and so hold up whoever queues behind it; `workTimeout`
/// how long it may then work while it holds it; `giveUpAfter` bounds the tries of one statement and
/// the wait for a server that went away.
public record MigratorSettings(
        String who,
        String release,
        Duration lockTimeout,
        Duration workTimeout,
        Duration giveUpAfter,
        Throttle throttle) {
    /// Readers behind a waiting ALTER wait as long as it does: shorter than anybody notices.
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMillis(50);

    /// What only touches catalogues takes milliseconds; more means that it is not what it seemed.
    public static final Duration DEFAULT_WORK_TIMEOUT = Duration.ofSeconds(10);

    /// Longer than a long query, shorter than a night.
    public static final Duration DEFAULT_GIVE_UP_AFTER = Duration.ofMinutes(30);

    public static MigratorSettings by(String who) {
        return new MigratorSettings(
                who,
                "",
                DEFAULT_LOCK_TIMEOUT,
                DEFAULT_WORK_TIMEOUT,
                DEFAULT_GIVE_UP_AFTER,
                Throttle.DEFAULT);
    }

    public MigratorSettings ofRelease(String version) {
        return new MigratorSettings(who, version, lockTimeout, workTimeout, giveUpAfter, throttle);
    }

    public MigratorSettings withLockTimeout(Duration timeout) {
        return new MigratorSettings(who, release, timeout, workTimeout, giveUpAfter, throttle);
    }

    public MigratorSettings givingUpAfter(Duration limit) {
        return new MigratorSettings(who, release, lockTimeout, workTimeout, limit, throttle);
    }

    public MigratorSettings withThrottle(Throttle other) {
        return new MigratorSettings(who, release, lockTimeout, workTimeout, giveUpAfter, other);
    }
}
