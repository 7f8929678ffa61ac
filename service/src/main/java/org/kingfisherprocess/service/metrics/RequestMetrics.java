package org.kingfisherprocess.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.kingfisherprocess.service.http.RequestObserver;

/// Requests by route and status: how many, how long, how many bytes. Routes are the patterns of our
/// own table, so a client cannot make series.
final class RequestMetrics implements RequestObserver {
    /// From what a forced write takes on a good disk to what a spider waits for.
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final LongAdder underWay = new LongAdder();
    private final Map<Answered, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Counter> received = new ConcurrentHashMap<>();

    private record Answered(String route, int status) {}

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder(Names.PREFIX + "requests.under.way", underWay, LongAdder::sum)
                .description("Requests whose answer is not sent yet")
                .register(registry);
    }

    @Override
    public void started(String route) {
        underWay.increment();
    }

    @Override
    public void finished(String route, int status, long nanos, long receivedBytes) {
        underWay.decrement();
        timers.computeIfAbsent(new Answered(route, status), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
        if (receivedBytes > 0) {
            received.computeIfAbsent(route, this::receivedBytes).increment((double) receivedBytes);
        }
    }

    private Timer timer(Answered answered) {
        return Timer.builder(Names.PREFIX + "request")
                .description(
                        "Requests answered, and the time from a request's header to the end of its answer")
                .tag("route", label(answered.route()))
                .tag("status", Integer.toString(answered.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter receivedBytes(String route) {
        return Counter.builder(Names.PREFIX + "received")
                .description("Bytes of request bodies")
                .baseUnit("bytes")
                .tag("route", label(route))
                .register(registry);
    }

    /// The pattern without the mark for "any path before it".
    private static String label(String route) {
        return route.startsWith("**") ? route.substring(2) : route;
    }
}
