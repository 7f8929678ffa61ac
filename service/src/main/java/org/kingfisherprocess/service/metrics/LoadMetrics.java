package org.kingfisherprocess.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.steps.LoadObserver;

/// Loading from the spool into PostgreSQL.
final class LoadMetrics implements LoadObserver {
    private final Counter submissions;
    private final Counter documents;
    private final Counter bytes;
    private final Timer transactions;
    private final Counter waits;
    private final Counter failures;
    private final AtomicInteger waiting = new AtomicInteger();

    LoadMetrics(MeterRegistry registry) {
        submissions = counter(registry, "loaded.submissions", null, "Submissions loaded");
        documents =
                counter(
                        registry,
                        "loaded.documents",
                        null,
                        "Releases and records that were stored");
        bytes = counter(registry, "loaded", "bytes", "Bodies of the submissions loaded");
        transactions =
                Timer.builder(Names.PREFIX + "load")
                        .description("Transactions that loaded submissions, and the time they took")
                        .register(registry);
        waits =
                counter(
                        registry,
                        "load.waits",
                        null,
                        "Times that loading found PostgreSQL away, locked or not migrated");
        failures =
                counter(
                        registry,
                        "load.failures",
                        null,
                        "Tries to load a submission that failed for a reason other than PostgreSQL being away");
        Gauge.builder(Names.PREFIX + "load.waiting", waiting, AtomicInteger::get)
                .description("1 while loading waits for PostgreSQL, else 0")
                .register(registry);
    }

    @Override
    public void loaded(int count, long documentCount, long byteCount, Duration took) {
        waiting.set(0);
        submissions.increment(count);
        documents.increment((double) documentCount);
        bytes.increment((double) byteCount);
        transactions.record(took);
    }

    @Override
    public void waiting(RuntimeException reason) {
        waiting.set(1);
        waits.increment();
    }

    @Override
    public void failed(RuntimeException reason) {
        waiting.set(0);
        failures.increment();
    }

    private static Counter counter(
            MeterRegistry registry, String name, @Nullable String unit, String description) {
        return Counter.builder(Names.PREFIX + name)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }
}
