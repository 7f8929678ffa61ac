package org.kingfisherprocess.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.spool.SpoolStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gauges of the spool, all from one reading for each scrape. While the spool cannot be read they
/// are NaN, which no alert takes for "empty", and `spool.readable` is 0.
final class SpoolMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolMetrics.class);
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Supplier<SpoolStatus> spool;
    private final InstantSource clock;
    private volatile @Nullable SpoolStatus last;

    SpoolMetrics(Supplier<SpoolStatus> spool, InstantSource clock, MeterRegistry registry) {
        this.spool = spool;
        this.clock = clock;
        Gauge.builder(Names.PREFIX + "spool.readable", this, me -> me.last == null ? 0 : 1)
                .description("1 if the spool's folder could be read, else 0")
                .register(registry);
        gauge(
                registry,
                "spool.submissions",
                null,
                "Submissions that are acknowledged and not loaded yet",
                SpoolStatus::pending);
        gauge(
                registry,
                "spool.oldest.age",
                "seconds",
                "How long the oldest submission that is not loaded has waited, 0 if none waits",
                this::oldestSeconds);
        gauge(
                registry,
                "spool.waiting",
                "bytes",
                "Bodies of the submissions that are not loaded yet",
                SpoolStatus::pendingBytes);
        gauge(
                registry,
                "spool.set.aside",
                null,
                "Submissions that could not be loaded and wait for a person",
                SpoolStatus::setAside);
        gauge(
                registry,
                "spool.damaged",
                null,
                "Places in the spool that could not be read, of which copies are kept",
                SpoolStatus::damaged);
        gauge(
                registry,
                "spool.free",
                "bytes",
                "Free space of the spool's disk",
                SpoolStatus::freeBytes);
        gauge(
                registry,
                "spool.reserve",
                "bytes",
                "Free space below which submissions are refused",
                SpoolStatus::reserveBytes);
    }

    /// Looks at the spool; to be called before each scrape.
    void refresh() {
        try {
            last = spool.get();
        } catch (RuntimeException e) {
            last = null;
            LOG.warn("the spool's metrics are missing, as the spool cannot be read", e);
        }
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            @Nullable String unit,
            String description,
            ToDoubleFunction<SpoolStatus> value) {
        Gauge.builder(Names.PREFIX + name, this, me -> me.value(value))
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private double oldestSeconds(SpoolStatus status) {
        return status.oldestPending()
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis())
                .map(millis -> Math.max(0, millis) / MILLIS_PER_SECOND)
                .orElse(0.0);
    }

    private double value(ToDoubleFunction<SpoolStatus> value) {
        var reading = last;
        return reading == null ? Double.NaN : value.applyAsDouble(reading);
    }
}
