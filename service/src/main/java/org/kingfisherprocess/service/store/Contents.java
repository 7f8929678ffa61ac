package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Rows of `release`, `record` and `compiled_release`: which document came in which item of which
/// collection.
public final class Contents {
    private static final String INSERT_RELEASES =
            """
            insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id,
                release_date, data_id, package_data_id)
            select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                ?::bigint[])
            """;

    private static final String INSERT_RECORDS =
            """
            with stored as (
                insert into record (collection_id, collection_file_id, collection_file_item_id, ocid, data_id,
                    package_data_id)
                select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
                returning id, collection_file_id
            )
            select collection_file_id as file, min(id) as first from stored group by collection_file_id
            """;

    private static final String INSERT_COMPILED_RELEASES =
            """
            insert into compiled_release (collection_id, collection_file_id, collection_file_item_id, ocid,
                release_date, data_id)
            select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
            """;

    private static final String MOVE =
            "update %s set package_data_id = ? where collection_file_item_id = ? and package_data_id <> ?";

    /// Where a document was found.
    public record Place(long collectionId, long fileId, long itemId) {}

    /// A document of an item.
    ///
    /// @param releaseId empty where it has none
    /// @param releaseDate the text of `date`; empty where it has none
    /// @param packageDataId not used for compiled releases
    public record Row(
            Place place,
            String ocid,
            String releaseId,
            String releaseDate,
            long dataId,
            long packageDataId) {}

    public void insertReleases(Tx tx, List<Row> rows) throws SQLException {
        if (!rows.isEmpty()) {
            tx.execute(
                    INSERT_RELEASES,
                    longs(rows, row -> row.place().collectionId()),
                    longs(rows, row -> row.place().fileId()),
                    longs(rows, row -> row.place().itemId()),
                    texts(rows, Row::ocid),
                    texts(rows, Row::releaseId),
                    texts(rows, Row::releaseDate),
                    longs(rows, Row::dataId),
                    longs(rows, Row::packageDataId));
        }
    }

    /// Returns the id of the first of them in each file, by the file's id.
    public Map<Long, Long> insertRecords(Tx tx, List<Row> rows) throws SQLException {
        var first = new HashMap<Long, Long>();
        if (!rows.isEmpty()) {
            tx.query(
                    INSERT_RECORDS,
                    row -> first.put(row.longValue("file"), row.longValue("first")),
                    longs(rows, row -> row.place().collectionId()),
                    longs(rows, row -> row.place().fileId()),
                    longs(rows, row -> row.place().itemId()),
                    texts(rows, Row::ocid),
                    longs(rows, Row::dataId),
                    longs(rows, Row::packageDataId));
        }
        return first;
    }

    public void insertCompiledReleases(Tx tx, List<Row> rows) throws SQLException {
        if (!rows.isEmpty()) {
            tx.execute(
                    INSERT_COMPILED_RELEASES,
                    longs(rows, row -> row.place().collectionId()),
                    longs(rows, row -> row.place().fileId()),
                    longs(rows, row -> row.place().itemId()),
                    texts(rows, Row::ocid),
                    texts(rows, Row::releaseDate),
                    longs(rows, Row::dataId));
        }
    }

    /// Gives all releases and records of an item this package data: a long package may tell what
    /// stands beside its releases only after them.
    public void movePackageData(Tx tx, long itemId, long packageDataId) throws SQLException {
        tx.execute(MOVE.formatted("release"), packageDataId, itemId, packageDataId);
        tx.execute(MOVE.formatted("record"), packageDataId, itemId, packageDataId);
    }

    private static SqlArray longs(List<Row> rows, Function<Row, Long> column) {
        return SqlArray.bigint(rows.stream().map(column).toList());
    }

    private static SqlArray texts(List<Row> rows, Function<Row, String> column) {
        return SqlArray.text(rows.stream().map(column).toList());
    }
}
