package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// The pauses between batches: a share of the time that the batch took, and as long as standbys or
/// other sessions need.
final class Breather {
    private static final Duration WAIT = Duration.ofMillis(500);

    /// Others that stay busy for this long shall not stop the migration for good.
    private static final Duration LONGEST_WAIT_FOR_OTHERS = Duration.ofSeconds(30);

    private static final String TROUBLE =
            """
            select
                (select coalesce(extract(epoch from max(replay_lag)), 0) * 1000 from pg_stat_replication)::bigint as lag_millis,
                (select count(*) from pg_stat_activity where state = 'active' and backend_type = 'client backend'
                    and datname = current_database() and pid <> pg_backend_pid()) as active
            """;

    private final StepContext context;
    private final Throttle throttle;

    Breather(StepContext context) {
        this.context = context;
        this.throttle = context.settings().throttle();
    }

    void after(Duration batch) throws SQLException {
        var pause = Duration.ofNanos((long) (batch.toNanos() * throttle.pauseRatio()));
        if (pause.isZero()) {
            return;
        }
        Pause.of(pause);
        long begun = System.nanoTime();
        for (var reason = trouble(); reason.isPresent(); reason = trouble()) {
            if (!reason.get().startsWith("a standby")
                    && StepContext.elapsed(begun).compareTo(LONGEST_WAIT_FOR_OTHERS) > 0) {
                return;
            }
            context.tell(new MigrationEvent.Throttled(context.address(), reason.get(), WAIT));
            Pause.of(WAIT);
            context.proceed();
        }
    }

    private Optional<String> trouble() throws SQLException {
        return context.session()
                .queryOne(
                        TROUBLE,
                        row -> reason(row.longValue("lag_millis"), row.longValue("active")))
                .flatMap(reason -> reason);
    }

    private Optional<String> reason(long lagMillis, long active) {
        if (lagMillis > throttle.maxReplicationLag().toMillis()) {
            return Optional.of("a standby is %,d ms behind".formatted(lagMillis));
        }
        if (active > throttle.maxActive()) {
            return Optional.of("%,d other sessions are working".formatted(active));
        }
        return Optional.empty();
    }
}
