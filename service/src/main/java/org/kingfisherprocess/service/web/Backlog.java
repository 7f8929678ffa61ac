package org.kingfisherprocess.service.web;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.kingfisherprocess.service.spool.SpoolStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits on disk to be loaded, in words. A spool that cannot be read is said so, and costs no
/// page.
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger("ocdskingfisher.web");

    private final Supplier<SpoolStatus> spool;
    private final InstantSource clock;

    Backlog(Supplier<SpoolStatus> spool, InstantSource clock) {
        this.spool = spool;
        this.clock = clock;
    }

    Optional<SpoolStatus> status() {
        try {
            return Optional.of(spool.get());
        } catch (RuntimeException e) {
            LOG.warn("a page is shown without the spool's status", e);
            return Optional.empty();
        }
    }

    /// How long the oldest has waited.
    Optional<Duration> oldest(SpoolStatus status) {
        return status.oldestPending().map(oldest -> Duration.between(oldest, clock.instant()));
    }

    /// A sentence for pages that cannot show what they should.
    String sentence() {
        return status().map(this::sentence).orElse("The spool cannot be read: see the log.");
    }

    private String sentence(SpoolStatus status) {
        if (status.full()) {
            return "Nothing more is accepted either: the spool's disk has reached its reserve.";
        }
        var waiting =
                status.pending() == 0
                        ? "none waits to be loaded now"
                        : "%s on disk to be loaded, the oldest for %s"
                                .formatted(
                                        status.pending() == 1
                                                ? "1 submission waits"
                                                : Shown.number(status.pending())
                                                        + " submissions wait",
                                        Shown.age(oldest(status).orElse(Duration.ZERO)));
        return "Submissions are still accepted and nothing is lost: " + waiting + ".";
    }
}
