package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.kingfisherprocess.service.sql.Tx;

/// Notes on collections: what people and the loader want to be remembered.
public final class CollectionNotes {
    // The lock makes concurrent requests that bring the same note with every file store it once:
    // there is no unique index,
    // since people may write the same note twice.
    private static final String LOCK =
            "select 1 as locked from pg_advisory_xact_lock(hashtextextended(?, ?))";

    private static final String ADD_ONCE =
            """
            insert into collection_note (collection_id, note, stored_at, code)
            select ?, ?, now(), ?
            where not exists (select from collection_note where collection_id = ? and note = ? and code = ?)
            """;

    private static final String ADD =
            "insert into collection_note (collection_id, note, stored_at, code) values (?, ?, now(), ?)";

    private static final String ADD_WITH_DATA =
            """
            insert into collection_note (collection_id, note, stored_at, code, data)
            values (?, ?, now(), ?, ?::jsonb)
            """;

    private static final String OF_COLLECTION =
            "select note, code, stored_at from collection_note where collection_id = ? order by stored_at, id";

    /// How much a note matters, as version 2 codes it.
    public enum Code {
        INFO,
        WARNING,
        ERROR
    }

    public record Note(String text, String code, Instant storedAt) {}

    /// Adds a note that the collection has not got yet.
    public void addOnce(Tx tx, long collectionId, String note, Code code) throws SQLException {
        tx.queryOne(LOCK, row -> true, note, collectionId);
        tx.execute(ADD_ONCE, collectionId, note, code.name(), collectionId, note, code.name());
    }

    public void add(Tx tx, long collectionId, String note, Code code) throws SQLException {
        tx.execute(ADD, collectionId, note, code.name());
    }

    /// Adds a note with data for programs.
    ///
    /// @param json what a program may want to know about it, as a JSON object
    public void add(Tx tx, long collectionId, String note, Code code, String json)
            throws SQLException {
        tx.execute(ADD_WITH_DATA, collectionId, note, code.name(), json);
    }

    /// The notes of a collection, oldest first.
    public List<Note> of(Tx tx, long collectionId) throws SQLException {
        return tx.query(
                OF_COLLECTION,
                row -> new Note(row.text("note"), row.text("code"), row.instant("stored_at")),
                collectionId);
    }
}
