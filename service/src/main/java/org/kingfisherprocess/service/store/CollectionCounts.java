package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Tx;

/// How much collections hold, counted now.
public final class CollectionCounts {
    private static final String COUNT =
            """
            select
                (select count(*) from collection_file where collection_id = c.id) as files,
                (select count(*) from collection_file where collection_id = c.id and errors is not null) as files_with_errors,
                (select count(*) from collection_file_item i join collection_file f on f.id = i.collection_file_id
                    where f.collection_id = c.id and i.errors is not null) as items_with_errors,
                (select count(*) from release where collection_id = c.id) as releases,
                (select count(*) from record where collection_id = c.id) as records,
                (select count(*) from compiled_release where collection_id = c.id) as compiled_releases
            from (select ?::bigint as id) as c
            """;

    private static final String CACHE =
            """
            update collection set
                cached_releases_count = (select count(*) from release where collection_id = c.id),
                cached_records_count = (select count(*) from record where collection_id = c.id),
                cached_compiled_releases_count = (select count(*) from compiled_release where collection_id = c.id)
            from (select ?::bigint as id) as c where collection.id = c.id
            """;

    public record Counts(
            long files,
            long filesWithErrors,
            long itemsWithErrors,
            long releases,
            long records,
            long compiledReleases) {}

    /// Counts the documents of a collection into its own row.
    public void cache(Tx tx, long collectionId) throws SQLException {
        tx.execute(CACHE, collectionId);
    }

    public Counts of(Tx tx, long collectionId) throws SQLException {
        return tx.queryOne(
                        COUNT,
                        row ->
                                new Counts(
                                        row.longValue("files"),
                                        row.longValue("files_with_errors"),
                                        row.longValue("items_with_errors"),
                                        row.longValue("releases"),
                                        row.longValue("records"),
                                        row.longValue("compiled_releases")),
                        collectionId)
                .orElseThrow();
    }
}
