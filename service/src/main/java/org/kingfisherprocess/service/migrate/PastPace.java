package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.OptionalLong;
import org.kingfisherprocess.service.sql.Tx;

/// How fast earlier migrations went through the rows of this database.
public final class PastPace {
    private static final String PRESENT =
            "select to_regclass('kingfisher_migration_step') is not null as present";

    private static final String ROWS_PER_SECOND =
            """
            select (sum(rows_done) / sum(extract(epoch from finished_at - started_at)))::bigint as rate
            from kingfisher_migration_step
            where rows_done > 0 and finished_at > started_at
            having sum(rows_done) > 0
            """;

    private PastPace() {}

    /// Empty where none had rows to go through.
    public static OptionalLong rowsPerSecond(Tx tx) throws SQLException {
        if (!tx.queryOne(PRESENT, row -> row.bool("present")).orElseThrow()) {
            return OptionalLong.empty();
        }
        return tx.queryOne(ROWS_PER_SECOND, row -> row.longValue("rate")).stream()
                .filter(rate -> rate > 0)
                .mapToLong(rate -> rate)
                .findFirst();
    }
}
