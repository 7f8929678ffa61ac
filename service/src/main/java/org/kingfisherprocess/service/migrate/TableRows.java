package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Session;
import org.kingfisherprocess.service.sql.Tx;

/// About how many rows a table has, as the server's statistics say; zero if there is no such table
/// yet.
final class TableRows {
    private static final String ESTIMATE =
            """
            select greatest(c.reltuples, coalesce(s.n_live_tup, 0))::bigint as rows
            from pg_class c left join pg_stat_all_tables s on s.relid = c.oid
            where c.oid = to_regclass(?)
            """;

    private TableRows() {}

    static long estimate(Session session, String table) throws SQLException {
        return session.queryOne(ESTIMATE, row -> Math.max(0, row.longValue("rows")), table)
                .orElse(0L);
    }

    static long estimate(Tx tx, List<String> tables) throws SQLException {
        long rows = 0;
        for (var table : tables) {
            rows +=
                    tx.queryOne(ESTIMATE, row -> Math.max(0, row.longValue("rows")), table)
                            .orElse(0L);
        }
        return rows;
    }
}
