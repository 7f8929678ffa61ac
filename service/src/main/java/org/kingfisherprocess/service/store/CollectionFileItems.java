package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Items of files: the parts of a file that are stored whole or not at all.
public final class CollectionFileItems {
    private static final String INSERT =
            """
            insert into collection_file_item (collection_file_id, number)
            select f, n from unnest(?::bigint[], ?::int[]) as item (f, n) order by f, n
            on conflict (collection_file_id, number) do nothing
            returning id, collection_file_id, number
            """;

    private static final String RECORD =
            """
            update collection_file_item set
                errors = nullif(to_jsonb(?::text[]), '[]'), warnings = nullif(to_jsonb(?::text[]), '[]')
            where id = ?
            """;

    /// What identifies an item.
    public record Key(long fileId, int number) {}

    /// Stores those that do not exist. Returns the ids of these alone.
    public Map<Key, Long> insert(Tx tx, List<Key> items) throws SQLException {
        var ids = new HashMap<Key, Long>();
        tx.query(
                INSERT,
                row ->
                        ids.put(
                                new Key(
                                        row.longValue("collection_file_id"),
                                        row.intValue("number")),
                                row.longValue("id")),
                SqlArray.bigint(items.stream().map(Key::fileId).toList()),
                SqlArray.integer(items.stream().map(Key::number).toList()));
        return ids;
    }

    /// Records what was wrong with an item.
    public void record(Tx tx, long id, List<String> errors, List<String> warnings)
            throws SQLException {
        tx.execute(RECORD, SqlArray.text(errors), SqlArray.text(warnings), id);
    }
}
