package org.kingfisherprocess.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kingfisherprocess.service.queue.QueueState;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.steps.transform.StepNames;

/// Steps, by name.
final class StepMetrics implements StepObserver {
    private final MeterRegistry registry;
    private final Map<String, OfName> byName = new ConcurrentHashMap<>();
    private volatile boolean paused;

    StepMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder(Names.PREFIX + "workers.paused", () -> paused ? 1 : 0)
                .description("1 while workers stand still by somebody's wish, else 0")
                .register(registry);
        StepNames.ALL.forEach(this::of);
    }

    @Override
    public void done(QueuedStep step, Duration took) {
        of(step.name()).done.record(took);
    }

    @Override
    public void failed(QueuedStep step, RuntimeException reason) {
        of(step.name()).failures.increment();
    }

    @Override
    public void looked(QueueState state) {
        paused = state.paused();
        state.due().keySet().forEach(this::of);
        state.setAside().keySet().forEach(this::of);
        byName.forEach((name, of) -> {
            of.due = state.due().getOrDefault(name, 0L);
            of.setAside = state.setAside().getOrDefault(name, 0L);
        });
    }

    private OfName of(String name) {
        return byName.computeIfAbsent(name, key -> new OfName(registry, key));
    }

    private static final class OfName {
        private final Timer done;
        private final Counter failures;
        private volatile long due;
        private volatile long setAside;

        private OfName(MeterRegistry registry, String name) {
            done =
                    Timer.builder(Names.PREFIX + "step")
                            .description("Steps, or parts of steps, that were done, and their time")
                            .tag("name", name)
                            .register(registry);
            failures =
                    Counter.builder(Names.PREFIX + "step.failures")
                            .description(
                                    "Steps that failed, and were divided, tried again or set aside")
                            .tag("name", name)
                            .register(registry);
            Gauge.builder(Names.PREFIX + "steps.due", this, of -> of.due)
                    .description("Steps that could be begun now")
                    .tag("name", name)
                    .register(registry);
            Gauge.builder(Names.PREFIX + "steps.set.aside", this, of -> of.setAside)
                    .description("Steps that failed several times and wait for a person")
                    .tag("name", name)
                    .register(registry);
        }
    }
}
