package org.kingfisherprocess.service.steps;

import java.sql.SQLException;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionNotes.Code;
import org.kingfisherprocess.service.submission.FileSubmission;

/// Notes on files that could not be loaded, or that hold nothing: what is wrong with each stands at
/// the file too, so a collection gets no more of these than a person reads.
final class LoadNotes {
    private static final int MOST_IN_COLLECTION = 200;

    private static final String NOT_LOADED = "could not be loaded";
    private static final String EMPTY = "holds neither releases nor records";

    private static final String ADD =
            """
            insert into collection_note (collection_id, note, stored_at, code, data)
            select ?, ?, now(), ?, ?::jsonb
            where (select count(*) from (
                select from collection_note where collection_id = ? and code = ? and note like ? limit ?) as n) < ?
            """;

    private static final String HAS_ERRORS =
            """
            select exists (select from collection_file_item where collection_file_id = ? and errors is not null) as some
            """;

    /// What is to be said about a submission that was stored.
    void write(Tx tx, Loading loading) throws SQLException {
        var errors = loading.fileErrors();
        if (!errors.isEmpty()) {
            var list = new JsonArray();
            errors.forEach(error -> list.add(new JsonString(error.replace('\0', ' '))));
            add(tx, loading, NOT_LOADED, Code.ERROR, new JsonObject().put("errors", list));
        } else if (loading.isStoredWithoutDocuments()
                && loading.submission() instanceof FileSubmission
                && !hasErrors(tx, loading.fileId())) {
            add(tx, loading, EMPTY, Code.WARNING, new JsonObject());
        }
    }

    private static boolean hasErrors(Tx tx, long file) throws SQLException {
        return tx.queryOne(HAS_ERRORS, row -> row.bool("some"), file).orElseThrow();
    }

    private static void add(Tx tx, Loading loading, String what, Code code, JsonObject data)
            throws SQLException {
        tx.execute(
                ADD,
                loading.collectionId(),
                loading.submission().label() + " " + what,
                code.name(),
                data.toString(),
                loading.collectionId(),
                code.name(),
                "% " + what,
                MOST_IN_COLLECTION,
                MOST_IN_COLLECTION);
    }
}
