package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    /// Stands for the first record of a file that got none.
    public static final long NO_RECORD = 0;

    // A step that waits and begins no later does this one's work too. It stays locked until we
    // commit, so that nobody does it before it can see what we have stored.
    private static final String PLANT =
            """
            with wanted (name, collection_id, file, first) as (%s), covered as (
                select s.id, s.name, s.collection_id, s.collection_file_id as file
                from wanted w join processing_step s on s.collection_file_id = w.file
                    and s.collection_id = w.collection_id and s.name = w.name
                where s.progress <= w.first and s.ocid = '' and s.set_aside_at is null
                for update of s skip locked
            )
            insert into processing_step (name, collection_id, collection_file_id, progress)
            select name, collection_id, file, first from wanted w
            where not exists (
                select from covered c
                where c.file = w.file and c.collection_id = w.collection_id and c.name = w.name)
            order by collection_id, file
            """;

    private static final String OF_FILES =
            PLANT.formatted(
                    """
                    select case when c.transform_type = 'upgrade-1-0-to-1-1' then 'UPGRADE' else 'COMPILE_RECORDS' end,
                        c.id, f.id, case when c.transform_type = 'upgrade-1-0-to-1-1' then 0 else n.first_record end
                    from unnest(?::bigint[], ?::bigint[]) as n (file, first_record)
                    join collection_file f on f.id = n.file
                    join collection c on c.transform_from_collection_id = f.collection_id and c.deleted_at is null
                    where c.transform_type = 'upgrade-1-0-to-1-1' or n.first_record > 0
                    """);

    private static final String OF_SOURCE =
            PLANT.formatted(
                    """
                    select case c.transform_type when 'upgrade-1-0-to-1-1' then 'UPGRADE' else 'COMPILE_RECORDS' end,
                        c.id, d.file, 0
                    from collection c cross join lateral (
                        select collection_file_id as file from record
                        where collection_id = c.transform_from_collection_id
                        union
                        select collection_file_id from release
                        where collection_id = c.transform_from_collection_id
                            and c.transform_type = 'upgrade-1-0-to-1-1'
                    ) d
                    where c.id = ? and c.deleted_at is null
                    """);

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
    ///
    /// @param files each with the id of the first record that was stored in it now, or [#NO_RECORD]
    public void documentsStored(Tx tx, Map<Long, Long> files, Collection<Long> collections)
            throws SQLException {
        if (!files.isEmpty()
                && tx.execute(
                                OF_FILES,
                                SqlArray.bigint(files.keySet()),
                                SqlArray.bigint(files.values()))
                        > 0) {
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
        documentsStored(tx, Map.of(), List.of(derived));
        queue.wake(tx);
    }

    private void finish(Tx tx, Collection<Long> roots) throws SQLException {
        tx.execute(FINISH, SqlArray.bigint(roots), Finish.NEW_DATA);
        queue.wake(tx);
    }
}
