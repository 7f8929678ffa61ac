package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Tx;

/// Finds collections that are closed and not complete, and have no step that would complete them:
/// there should be none. It is for steps that somebody deleted by hand, and for defects.
public final class Overlooked {
    // Older ones may be another program's, which knew no completion.
    private static final String FIND =
            """
            select distinct root.id from collection c
            left join collection parent on parent.id = c.transform_from_collection_id
            left join collection grandparent on grandparent.id = parent.transform_from_collection_id
            join collection root on root.id = coalesce(grandparent.id, parent.id, c.id)
            where c.completed_at is null and c.deleted_at is null and root.deleted_at is null
                and root.store_end_at > now() - interval '30 days'
                and not exists (select from processing_step where collection_id = c.id and name = 'FINISH')
            """;

    private final Planting planting = new Planting();

    /// Has them completed. Returns how many originals are concerned.
    public int nudge(Tx tx) throws SQLException {
        var roots = tx.query(FIND, row -> row.longValue("id"));
        planting.closed(tx, roots);
        return roots.size();
    }
}
