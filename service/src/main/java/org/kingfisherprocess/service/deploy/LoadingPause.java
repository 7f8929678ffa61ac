package org.kingfisherprocess.service.deploy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.IntakeReceipts;

/// The longest time in which something that was acknowledged waited, and nothing was stored.
final class LoadingPause {
    /// Submissions that had waited longer before the beginning are no sign of its pauses.
    private static final Duration BACKLOG = Duration.ofHours(1);

    /// Backwards in time, since PostgreSQL computes a minimum from the beginning of a window row by
    /// row, and one to its end anew for each row.
    private static final String LONGEST =
            """
            select (extract(epoch from max(stored_at - greatest(before, waiting_since, ?))) * 1000)::bigint as millis
            from (
                select stored_at, lead(stored_at) over backwards as before,
                    min(acknowledged_at) over (backwards rows unbounded preceding) as waiting_since
                from intake_receipt where receipt >= ?
                window backwards as (order by stored_at desc)
            ) as loads where stored_at >= ?
            """;

    private LoadingPause() {}

    /// In milliseconds; empty where nothing was stored since then.
    static Optional<Long> longest(Tx tx, Instant since) throws SQLException {
        return tx.queryOne(
                        LONGEST,
                        row -> row.optionalLong("millis"),
                        since,
                        IntakeReceipts.firstAt(since.minus(BACKLOG)),
                        since)
                .flatMap(millis -> millis.stream().boxed().findFirst());
    }
}
