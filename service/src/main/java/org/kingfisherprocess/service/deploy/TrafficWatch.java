package org.kingfisherprocess.service.deploy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.kingfisherprocess.service.deploy.Deployment.Figures;
import org.kingfisherprocess.service.release.JsonFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches, while a deployment goes on, what clients and loading notice of it.
final class TrafficWatch implements Measuring {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final int KEEP_EVERY = 8;

    private static final String KEPT =
            "select traffic::text as traffic from deployment where id = ?";
    private static final String KEEP = "update deployment set traffic = ?::jsonb where id = ?";

    private final Journal journal;
    private final Target target;
    private final ToLongFunction<Instant> acknowledgedSince;
    private final Deployment deployment;
    private final Traffic traffic;
    private Optional<ScheduledExecutorService> looking = Optional.empty();
    private int looks;

    /// @param acknowledgedSince counts what the spool acknowledged since a moment
    TrafficWatch(
            Journal journal,
            Target target,
            ToLongFunction<Instant> acknowledgedSince,
            Deployment deployment) {
        this.journal = journal;
        this.target = target;
        this.acknowledgedSince = acknowledgedSince;
        this.deployment = deployment;
        this.traffic = new Traffic(deployment.startedAt().toEpochMilli() / 1e3);
    }

    Traffic.Total total() {
        return traffic.total();
    }

    @Override
    public void start() {
        traffic.restore(
                JsonFields.parse(
                        journal.write(tx ->
                                tx.queryOne(KEPT, row -> row.text("traffic"), deployment.id())
                                        .orElse("{}")),
                        "the traffic of a deployment"));
        var service = Executors.newSingleThreadScheduledExecutor();
        var _ =
                service.scheduleWithFixedDelay(
                        this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        looking = Optional.of(service);
    }

    @Override
    public void stop() {
        looking.ifPresent(ScheduledExecutorService::shutdownNow);
        looking.ifPresent(ScheduledExecutorService::close);
        see();
    }

    @Override
    public Figures figures() {
        return new Figures(
                Optional.of(acknowledgedSince.applyAsLong(deployment.startedAt())),
                Optional.of(traffic.total().failed()),
                journal.write(tx -> LoadingPause.longest(tx, deployment.startedAt())));
    }

    private void look() {
        try {
            see();
            if (++looks % KEEP_EVERY == 0) {
                keep();
            }
        } catch (RuntimeException e) {
            LOG.warn("the traffic could not be watched", e);
        }
    }

    /// A server that does not answer its metrics has none.
    private void see() {
        try {
            var answer = target.get("/prometheus/metrics");
            if (answer.statusCode() == 200) {
                traffic.see(answer.body());
            }
        } catch (IOException e) {
            LOG.debug("no metrics: {}", e.getMessage());
        }
    }

    private void keep() {
        journal.write(tx -> tx.execute(KEEP, traffic.json().toString(), deployment.id()));
    }
}
