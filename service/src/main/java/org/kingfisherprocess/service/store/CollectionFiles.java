package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Files of collections. A file that exists stays as it is.
public final class CollectionFiles {
    // Ordered, so that two transactions that store the same files wait for each other and cannot
    // deadlock.
    private static final String INSERT =
            """
            insert into collection_file (collection_id, filename, url)
            select c, f, u from unnest(?::bigint[], ?::text[], ?::text[]) as file (c, f, u) order by c, f
            on conflict (collection_id, filename) do nothing
            returning id, collection_id, filename
            """;

    private static final String FIND =
            """
            select id, collection_id, filename from collection_file
            where (collection_id, filename) in (select * from unnest(?::bigint[], ?::text[]))
            """;

    private static final String RECORD =
            """
            update collection_file set
                errors = nullif(to_jsonb(?::text[]), '[]'), warnings = nullif(to_jsonb(?::text[]), '[]')
            where id = ?
            """;

    private static final String RECORD_CLIENT_ERRORS =
            "update collection_file set errors = ?::jsonb where id = ?";

    /// What identifies a file.
    public record Key(long collectionId, String name) {}

    /// A file that is to be stored.
    public record NewFile(Key key, String url) {}

    /// Stores those that do not exist. Returns the ids of these alone; of files given twice, the
    /// first is stored.
    public Map<Key, Long> insert(Tx tx, List<NewFile> files) throws SQLException {
        var ids = new HashMap<Key, Long>();
        tx.query(
                INSERT,
                row -> ids.put(key(row), row.longValue("id")),
                SqlArray.bigint(files.stream().map(file -> file.key().collectionId()).toList()),
                SqlArray.text(files.stream().map(file -> file.key().name()).toList()),
                SqlArray.text(files.stream().map(NewFile::url).toList()));
        return ids;
    }

    /// The ids of those that exist.
    public Map<Key, Long> find(Tx tx, List<Key> keys) throws SQLException {
        var ids = new HashMap<Key, Long>();
        tx.query(
                FIND,
                row -> ids.put(key(row), row.longValue("id")),
                SqlArray.bigint(keys.stream().map(Key::collectionId).toList()),
                SqlArray.text(keys.stream().map(Key::name).toList()));
        return ids;
    }

    /// Records what was wrong with a file.
    public void record(Tx tx, long id, List<String> errors, List<String> warnings)
            throws SQLException {
        tx.execute(RECORD, SqlArray.text(errors), SqlArray.text(warnings), id);
    }

    /// Records why the client could not get the file, in the JSON that it sent.
    public void recordClientErrors(Tx tx, long id, String json) throws SQLException {
        tx.execute(RECORD_CLIENT_ERRORS, json, id);
    }

    private static Key key(Row row) throws SQLException {
        return new Key(row.longValue("collection_id"), row.text("filename"));
    }
}
