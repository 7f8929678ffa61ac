package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.kingfisherprocess.service.queue.StepQueue;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Plants the steps that new data or the end of a collection make necessary, in the transaction
/// that brings these. Stateless.
///
/// A planted step's foreign key locks its collection's row (`for key share`) until the transaction
/// ends: whoever completes a collection takes that row `for update`, and so knows that no other
/// step is on its way.
public final class Planting {
    private static final String OF_FILES =
            """
            insert into processing_step (name, collection_id, collection_file_id)
            select case c.transform_type when 'upgrade-1-0-to-1-1' then 'UPGRADE' else 'COMPILE_RECORDS' end, c.id, f.id
            from collection_file f
            join collection c on c.transform_from_collection_id = f.collection_id and c.deleted_at is null
            where f.id = any(?::bigint[]) and case c.transform_type
                when 'upgrade-1-0-to-1-1' then exists (select from release where collection_file_id = f.id)
                    or exists (select from record where collection_file_id = f.id)
                else exists (select from record where collection_file_id = f.id) end
            order by c.id, f.id
            """;

    private static final String OF_SOURCE =
            """
            insert into processing_step (name, collection_id, collection_file_id)
            select case c.transform_type when 'upgrade-1-0-to-1-1' then 'UPGRADE' else 'COMPILE_RECORDS' end, c.id, d.file
            from collection c cross join lateral (
                select collection_file_id as file from record where collection_id = c.transform_from_collection_id
                union
                select collection_file_id from release
                where collection_id = c.transform_from_collection_id and c.transform_type = 'upgrade-1-0-to-1-1'
            ) d
            where c.id = ? and c.deleted_at is null
            order by d.file
            """;

    private static final String TREE =
            """
            with recursive tree (id) as (
                select id from collection where id = any(?::bigint[])
                union
                select c.id from collection c join tree on c.transform_from_collection_id = tree.id
            )
            """;

    private static final String CLOSED =
            """
            select c.id from collection c
            left join collection parent on parent.id = c.transform_from_collection_id
            left join collection grandparent on grandparent.id = parent.transform_from_collection_id
            where c.id = any(?::bigint[])
                and case when grandparent.id is not null then grandparent.store_end_at
                    when parent.id is not null then parent.store_end_at else c.store_end_at end is not null
            """;

    private static final String FINISH =
            TREE
                    + """
                    insert into processing_step (name, collection_id, progress)
                    select 'FINISH', c.id, ? from collection c join tree on tree.id = c.id
                    where c.deleted_at is null
                    order by c.id
                    """;

    private final StepQueue queue = new StepQueue();

    /// Documents were stored in these files: what is made of their collections needs them too. If a
    /// collection is closed already, it is to be completed anew.
    public void documentsStored(Tx tx, Collection<Long> files, Collection<Long> collections)
            throws SQLException {
        if (!files.isEmpty() && tx.execute(OF_FILES, SqlArray.bigint(files)) > 0) {
            queue.wake(tx);
        }
        var closed = tx.query(CLOSED, row -> row.longValue("id"), SqlArray.bigint(collections));
        if (!closed.isEmpty()) {
            finish(tx, closed);
        }
    }

    /// Nothing more comes for these collections: they, and those made of them, are to be completed.
    public void closed(Tx tx, Collection<Long> collections) throws SQLException {
        finish(tx, collections);
    }

    /// A collection that is to be made of another was just created: all that the other holds
    /// already has to go into it. Waits for transactions that are storing into the other.
    public void created(Tx tx, long derived) throws SQLException {
        tx.query(
                "select c.id from collection c where c.id = (select transform_from_collection_id from collection where id = ?) for update",
                row -> row.longValue("id"),
                derived);
        again(tx, derived);
    }

    /// All that the source of a collection holds is to be looked at again. What was done already is
    /// not done twice.
    public void again(Tx tx, long derived) throws SQLException {
        tx.execute(OF_SOURCE, derived);
        documentsStored(tx, List.of(), List.of(derived));
        queue.wake(tx);
    }

    private void finish(Tx tx, Collection<Long> roots) throws SQLException {
        tx.execute(FINISH, SqlArray.bigint(roots), Finish.NEW_DATA);
        queue.wake(tx);
    }
}
