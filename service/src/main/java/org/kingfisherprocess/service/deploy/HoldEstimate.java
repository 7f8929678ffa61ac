package org.kingfisherprocess.service.deploy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.deploy.PendingStep.Phase;
import org.kingfisherprocess.service.sql.Tx;

/// For about how long a deployment would hold loading, from what reloads and migrations have taken
/// here before.
final class HoldEstimate {
    private static final String LAST_RELOAD =
            """
            select (extract(epoch from s.finished_at - s.started_at) * 1000)::bigint as millis
            from deployment_step s join deployment d on d.id = s.deployment_id
            where s.kind = 'reload' and s.state = 'done' and s.tries = 1 and d.installation = ?
            order by s.finished_at desc limit 1
            """;

    private static final String ROWS_PER_SECOND =
            """
            select (sum(rows_done) / sum(extract(epoch from finished_at - started_at)))::bigint as rate
            from kingfisher_migration_step
            where rows_done > 0 and finished_at > started_at
            having sum(rows_done) > 0
            """;

    private HoldEstimate() {}

    /// In a sentence; empty where loading is not held.
    static Optional<String> text(Tx tx, String installation, List<PendingStep> pending)
            throws SQLException {
        var breaking = pending.stream().filter(step -> step.phase() == Phase.BREAKING).toList();
        if (breaking.isEmpty()) {
            return Optional.empty();
        }
        // Nothing overtakes a breaking step, so what contracts comes with it.
        long rows =
                pending.stream()
                        .filter(step -> step.phase() != Phase.EXPAND)
                        .mapToLong(PendingStep::rows)
                        .sum();
        return Optional.of(
                "loading is held from the reload until the breaking migrations are done, while intake goes on: %s for the reload, and %s"
                        .formatted(reload(tx, installation), migrations(tx, rows)));
    }

    private static String reload(Tx tx, String installation) throws SQLException {
        return tx.queryOne(LAST_RELOAD, row -> row.longValue("millis"), installation)
                .map(millis -> "about %s, as the last one took,".formatted(shown(millis)))
                .orElse("some seconds (none was recorded here yet)");
    }

    private static String migrations(Tx tx, long rows) throws SQLException {
        if (rows == 0) {
            return "next to nothing for the migrations, which touch catalogues alone (they wait for transactions under way)";
        }
        var rate = tx.queryOne(ROWS_PER_SECOND, row -> row.longValue("rate"));
        return rate.filter(known -> known > 0)
                .map(known ->
                        "about %s for about %,d rows, at the %,d rows a second of earlier migrations here"
                                .formatted(shown(rows * 1000 / known), rows, known))
                .orElse(
                        "the time for about %,d rows, which upgrade-database --rehearse measures"
                                .formatted(rows));
    }

    private static String shown(long millis) {
        var time = Duration.ofMillis(millis);
        return time.toMinutes() > 0
                ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
                : "%.1f s".formatted((double) millis / 1000);
    }
}
