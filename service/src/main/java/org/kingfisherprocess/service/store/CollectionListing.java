package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// Lists collections for people, newest first, a page at a time. Thread-safe.
public final class CollectionListing {
    /// Rows of each table that a page counts for each of its collections.
    static final int MOST_COUNTED = 1_000;

    private static final String MATCHES = "strpos(lower(c.source_id), lower(?)) > 0";

    private static final String COUNT =
            "select count(*) as collections from collection c where " + MATCHES;

    private static final String PAGE =
            """
            select c.id, c.source_id, c.data_version, c.sample, c.transform_type, c.transform_from_collection_id,
                c.store_start_at, c.store_end_at, c.deleted_at,
            """
                    + CollectionAmounts.COLUMNS
                    + " from collection c where "
                    + MATCHES
                    + " order by c.id desc limit ? offset ?";

    private static final String TOTALS =
            """
            select count(*) as collections,
                count(*) filter (where store_end_at is null and deleted_at is null) as open,
                count(*) filter (where store_end_at is not null and deleted_at is null) as ended,
                count(*) filter (where deleted_at is not null) as deleted
            from collection
            """;

    private final Reading reading;

    public CollectionListing(Database database, ReadLimits limits) {
        this.reading = new Reading(database, limits);
    }

    /// Some collections, and how many there are in all.
    public record Page(List<ListedCollection> collections, long total) {
        public Page {
            collections = List.copyOf(collections);
        }
    }

    /// How many collections there are, and in which state.
    public record Totals(long collections, long open, long ended, long deleted) {}

    /// Some collections, newest first.
    ///
    /// @param source a part of the source's name, in any case; empty for all
    /// @param skipped how many newer ones are left out
    public Page page(String source, long skipped, int size) {
        return reading.read(tx ->
                new Page(
                        collections(tx, source, skipped, size),
                        tx.queryOne(COUNT, row -> row.longValue("collections"), source)
                                .orElseThrow()));
    }

    public Totals totals() {
        return reading.read(tx -> tx.queryOne(TOTALS, CollectionListing::totals).orElseThrow());
    }

    private static List<ListedCollection> collections(Tx tx, String source, long skipped, int size)
            throws SQLException {
        int bound = MOST_COUNTED + 1;
        return tx.query(
                PAGE,
                row -> collection(row, MOST_COUNTED),
                bound,
                bound,
                bound,
                bound,
                source,
                size,
                skipped);
    }

    static ListedCollection collection(Row row, int mostCounted) throws SQLException {
        return new ListedCollection(
                row.longValue("id"),
                row.text("source_id"),
                row.instant("data_version"),
                row.bool("sample"),
                row.text("transform_type"),
                row.optionalLong("transform_from_collection_id"),
                row.instant("store_start_at"),
                row.optionalInstant("store_end_at"),
                row.optionalInstant("deleted_at"),
                CollectionAmounts.of(row, mostCounted));
    }

    private static Totals totals(Row row) throws SQLException {
        return new Totals(
                row.longValue("collections"),
                row.longValue("open"),
                row.longValue("ended"),
                row.longValue("deleted"));
    }
}
