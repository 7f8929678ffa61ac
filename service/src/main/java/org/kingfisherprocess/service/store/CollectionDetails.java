package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// Reads one collection with all that people ask about it. Thread-safe.
public final class CollectionDetails {
    /// Rows of each table that are counted: an index scan of well under a second.
    static final int MOST_COUNTED = 100_000;

    /// A compilation may leave a note for every OCID; a person reads the latest.
    static final int MOST_NOTES = 200;

    private static final String FIND =
            """
            select c.id, c.source_id, c.data_version, c.sample, c.transform_type, c.transform_from_collection_id,
                c.store_start_at, c.store_end_at, c.deleted_at,
                c.check_data, c.check_older_data_with_schema_version_1_1, c.expected_files_count,
                coalesce(c.options ->> 'ocds_version', '') as ocds_version,
            """
                    + CollectionAmounts.COLUMNS
                    + " from collection c where c.id = ?";

    private static final String NOTES =
            """
            select note, code, stored_at from collection_note
            where collection_id = ?
            order by id desc
            limit ?
            """;

    private static final String DERIVED =
            """
            select id, transform_type, store_end_at, deleted_at from collection
            where transform_from_collection_id = ?
            order by id
            """;

    private final Reading reading;

    public CollectionDetails(Database database, ReadLimits limits) {
        this.reading = new Reading(database, limits);
    }

    /// One collection and what surrounds it.
    ///
    /// @param ocdsVersion as the client said when the collection was created; empty where it is not
    ///   known
    /// @param notes latest first, no more than 200
    /// @param moreNotes whether there are older ones
    public record Details(
            ListedCollection collection,
            boolean checkData,
            boolean checkOlderData,
            String ocdsVersion,
            Optional<Long> expectedFiles,
            List<Note> notes,
            boolean moreNotes,
            List<Derived> derived) {
        public Details {
            notes = List.copyOf(notes);
            derived = List.copyOf(derived);
        }
    }

    /// What somebody or the loader wanted to be remembered.
    ///
    /// @param code INFO, WARNING or ERROR
    public record Note(String text, String code, Instant storedAt) {}

    /// A collection that is made from another one.
    public record Derived(
            long id,
            String transformType,
            Optional<Instant> storeEndedAt,
            Optional<Instant> deletedAt) {}

    public Optional<Details> find(long id) {
        int bound = MOST_COUNTED + 1;
        return reading.read(tx -> {
            var notes = notes(tx, id);
            var derived = tx.query(DERIVED, CollectionDetails::derived, id);
            return tx.queryOne(
                    FIND, row -> details(row, notes, derived), bound, bound, bound, bound, id);
        });
    }

    private static List<Note> notes(Tx tx, long id) throws SQLException {
        return tx.query(
                NOTES,
                row -> new Note(row.text("note"), row.text("code"), row.instant("stored_at")),
                id,
                MOST_NOTES + 1);
    }

    private static Derived derived(Row row) throws SQLException {
        return new Derived(
                row.longValue("id"),
                row.text("transform_type"),
                row.optionalInstant("store_end_at"),
                row.optionalInstant("deleted_at"));
    }

    private static Details details(Row row, List<Note> notes, List<Derived> derived)
            throws SQLException {
        var expected = row.optionalLong("expected_files_count");
        return new Details(
                CollectionListing.collection(row, MOST_COUNTED),
                row.bool("check_data"),
                row.bool("check_older_data_with_schema_version_1_1"),
                row.text("ocds_version"),
                expected.isPresent() ? Optional.of(expected.getAsLong()) : Optional.empty(),
                notes.subList(0, Math.min(notes.size(), MOST_NOTES)),
                notes.size() > MOST_NOTES,
                derived);
    }
}
