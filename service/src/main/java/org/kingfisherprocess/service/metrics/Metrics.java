package org.kingfisherprocess.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.RequestObserver;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.spool.SpoolStatus;
import org.kingfisherprocess.service.steps.LoadObserver;

/// All metrics of one process, and the route where Prometheus takes them.
public final class Metrics implements AutoCloseable {
    private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final SpoolMetrics spool;
    private final RequestMetrics requests;
    private final LoadMetrics load;
    private final StepMetrics steps;
    private final Supplier<Optional<String>> worker;
    private final boolean alone;
    private volatile boolean workerAnswers = true;

    /// Registers every metric of ours; the spool is asked at each scrape.
    ///
    /// @param version of this build
    public Metrics(String version, Supplier<SpoolStatus> spoolStatus, InstantSource clock) {
        this(version, spoolStatus, clock, true, Optional::empty);
    }

    /// The same for a process that answers while another loads.
    ///
    /// @param worker the text of the other's scrape; empty when it does not answer
    public static Metrics ofServer(
            String version,
            Supplier<SpoolStatus> spoolStatus,
            InstantSource clock,
            Supplier<Optional<String>> worker) {
        return new Metrics(version, spoolStatus, clock, false, worker);
    }

    private Metrics(
            String version,
            Supplier<SpoolStatus> spoolStatus,
            InstantSource clock,
            boolean alone,
            Supplier<Optional<String>> worker) {
        this.alone = alone;
        this.worker = worker;
        spool = new SpoolMetrics(spoolStatus, clock, registry);
        requests = new RequestMetrics(registry);
        load = new LoadMetrics(registry);
        steps = new StepMetrics(registry);
        Gauge.builder(Names.PREFIX + "build.info", () -> 1)
                .description("Always 1; its labels name the build")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .register(registry);
        Gauge.builder(Names.PREFIX + "worker.up", () -> workerAnswers ? 1 : 0)
                .description("1 if the process that loads answers, else 0")
                .register(registry);
    }

    /// Adds those of the JVM and its process. Apart from the rest, since to load them takes a tenth
    /// of the time in which a server starts: it may be done when clients are served already.
    public void watchProcess() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /// What the HTTP server shall tell.
    public RequestObserver requests() {
        return requests;
    }

    /// What loading shall tell.
    public LoadObserver load() {
        return load;
    }

    /// What workers shall tell.
    public StepObserver steps() {
        return steps;
    }

    public void addTo(Routes.Builder routes) {
        routes.get(
                "/prometheus/metrics",
                _ ->
                        new Answer(
                                200,
                                EXPOSITION,
                                Map.of("Cache-Control", "no-store"),
                                new Answer.Content.Text(scrape())));
    }

    /// Every metric in Prometheus' text format.
    public String scrape() {
        spool.refresh();
        if (alone) {
            return registry.scrape();
        }
        var others = worker.get();
        workerAnswers = others.isPresent();
        return JoinedExposition.of(registry.scrape(), others.orElse(""));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
