package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Tx;

/// Finds collections that are closed and not complete, and have no step that would complete them:
/// there should be none. It is for steps that somebody deleted by hand, and for defects: so it
/// looks at what is made of others as if nothing of it were done yet, and what is done stays.
public final class Overlooked {
    private static final String FIND =
            """
            select c.id, c.transform_type <> '' as derived, root.id as root from collection c
            left join collection parent on parent.id = c.transform_from_collection_id
            left join collection grandparent on grandparent.id = parent.transform_from_collection_id
            join collection root on root.id = coalesce(grandparent.id, parent.id, c.id)
            where c.completed_at is null and c.deleted_at is null and root.deleted_at is null
                and root.store_end_at is not null
                and not exists (select from processing_step where collection_id = c.id and name = 'FINISH')
            order by c.id
            """;

    private final Planting planting = new Planting();
    private final Standings standings = new Standings();

    private record Found(long id, boolean derived, long root) {}

    /// Has them completed, and those with which nobody has begun made of all that their source
    /// holds. Returns how many originals are concerned.
    public int nudge(Tx tx) throws SQLException {
        var found =
                tx.query(
                        FIND,
                        row ->
                                new Found(
                                        row.longValue("id"),
                                        row.bool("derived"),
                                        row.longValue("root")));
        for (var one : found) {
            if (one.derived() && standings.of(tx, one.id()).orElseThrow().isUntouched()) {
                planting.again(tx, one.id());
            }
        }
        var roots = found.stream().map(Found::root).distinct().toList();
        planting.closed(tx, roots);
        return roots.size();
    }
}
