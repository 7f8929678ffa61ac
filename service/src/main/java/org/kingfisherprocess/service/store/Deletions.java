package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Which collections take no more data, and which of them are to lose their rows.
///
/// Whoever writes rows of a collection first locks its row for key share, where it is not marked
/// ([Collections#lockTakingData]). A mark needs no such lock and waits for nobody; [#isQuiet] then
/// says when the last writer that had not seen it has ended.
public final class Deletions {
    private static final String MARK =
            """
            update collection
            set deleted_at = coalesce(deleted_at, now()), cancelled_at = null, wiped_at = null, forget = forget or ?
            where id = any(?::bigint[]) and (wiped_at is null or ? and not forget)
            returning id
            """;

    private static final String CANCEL =
            """
            update collection set deleted_at = now(), cancelled_at = now()
            where id = any(?::bigint[]) and deleted_at is null
            returning id
            """;

    private static final String DROP_STEPS =
            """
            delete from processing_step where id in (
                select id from processing_step where collection_id = any(?::bigint[]) for update skip locked)
            """;

    // Derived collections are younger than what they are made from: so they come first.
    private static final String TREE =
            """
            with recursive tree as (
                select id, deleted_at from collection where id = ?
                union all
                select c.id, c.deleted_at from collection c join tree on c.transform_from_collection_id = tree.id
            )
            select id, deleted_at is null as active from tree order by id desc
            """;

    private static final String MARKED =
            """
            select id from collection
            where deleted_at is not null and cancelled_at is null and wiped_at is null
            order by id desc
            """;

    private static final String LOCK_ALONE =
            "select id from collection where id = ? for update skip locked";

    private static final String LEFT =
            """
            select exists (select from collection_file where collection_id = ?)
                or exists (select from processing_step where collection_id = ?) as some
            """;

    private static final String WIPED =
            """
            update collection set wiped_at = now(), cached_releases_count = 0, cached_records_count = 0,
                cached_compiled_releases_count = 0
            where id = ?
            """;

    private static final String FORGET_NOTES =
            "delete from collection_note where collection_id = ? and (select forget from collection where id = ?)";

    private static final String FORGET =
            """
            delete from collection c
            where id = ? and forget and not exists (
                select from collection d where d.transform_from_collection_id = c.id)
            """;

    /// A collection and whether it is not marked.
    public record Node(long id, boolean active) {}

    /// The collection and all that is derived from it, the derived ones first.
    public List<Node> tree(Tx tx, long id) throws SQLException {
        return tx.query(TREE, row -> new Node(row.longValue("id"), row.bool("active")), id);
    }

    /// Their rows are to be deleted. Cancelled ones may be marked too. Returns those to which there
    /// is anything left to do.
    ///
    /// @param forget whether the collections' own rows shall go in the end, so that their source
    ///   and data version can be used again
    public List<Long> mark(Tx tx, Collection<Long> ids, boolean forget) throws SQLException {
        return tx.query(MARK, Deletions::id, forget, SqlArray.bigint(ids), forget);
    }

    /// Nothing more is worked on. Returns those that were not marked before.
    public List<Long> cancel(Tx tx, Collection<Long> ids) throws SQLException {
        return tx.query(CANCEL, Deletions::id, SqlArray.bigint(ids));
    }

    /// Nothing more is worked on; but steps that are under way end.
    public void dropSteps(Tx tx, Collection<Long> ids) throws SQLException {
        tx.execute(DROP_STEPS, SqlArray.bigint(ids));
    }

    /// Those whose rows are to be deleted, the derived ones before what they are made from.
    public List<Long> marked(Tx tx) throws SQLException {
        return tx.query(MARKED, Deletions::id);
    }

    /// Whether no transaction that writes rows of the collection is under way. Never waits.
    public boolean isQuiet(Tx tx, long id) throws SQLException {
        return tx.queryOne(LOCK_ALONE, Deletions::id, id).isPresent();
    }

    /// Records that the collection's rows are gone. Returns false if there are some, or if somebody
    /// writes.
    public boolean finish(Tx tx, long id) throws SQLException {
        if (!isQuiet(tx, id) || tx.queryOne(LEFT, row -> row.bool("some"), id, id).orElseThrow()) {
            return false;
        }
        tx.execute(WIPED, id);
        tx.execute(FORGET_NOTES, id, id);
        tx.execute(FORGET, id);
        return true;
    }

    private static long id(Row row) throws SQLException {
        return row.longValue("id");
    }
}
