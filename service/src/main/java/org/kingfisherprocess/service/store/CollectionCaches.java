package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Tx;

/// The counts that are kept with each collection, for readers that cannot count millions of rows.
public final class CollectionCaches {
    private static final String COUNTABLE =
            "select id from collection where wiped_at is null and store_end_at is not null order by id";

    private static final String UPDATE =
            """
            update collection c set
                cached_releases_count = n.releases, cached_records_count = n.records,
                cached_compiled_releases_count = n.compiled_releases
            from (
                select
                    (select count(*) from release where collection_id = ?) as releases,
                    (select count(*) from record where collection_id = ?) as records,
                    (select count(*) from compiled_release where collection_id = ?) as compiled_releases
            ) as n
            where c.id = ? and (c.cached_releases_count, c.cached_records_count, c.cached_compiled_releases_count)
                is distinct from (n.releases, n.records, n.compiled_releases)
            """;

    /// Those whose store has ended and whose rows are there.
    public List<Long> countable(Tx tx) throws SQLException {
        return tx.query(COUNTABLE, row -> row.longValue("id"));
    }

    /// Counts anew. Returns whether that changed anything.
    public boolean update(Tx tx, long id) throws SQLException {
        return tx.execute(UPDATE, id, id, id, id) > 0;
    }
}
