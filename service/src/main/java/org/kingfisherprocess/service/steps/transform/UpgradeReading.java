package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.sql.RowMapper;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.StoredDocuments;

/// Reads what is to be upgraded, a thousand rows at a time, and hands it to the writer. Of an OCID
/// all come in the order in which they were stored.
final class UpgradeReading {
    private static final int ROWS = 1_000;

    private static final String READ =
            """
            select r.id, r.ocid, r.collection_file_item_id as item, r.data_id, r.package_data_id, %s,
                pg_column_size(d.data) as bytes, %s as upgraded
            from %s r join data d on d.id = r.data_id
            """;

    // "??" is the driver's way to write the operator "?".
    private static final String RELEASES =
            READ.formatted("r.release_id, r.release_date", "d.data ?? 'parties'", "release");

    private static final String RECORDS =
            READ.formatted("'' as release_id, '' as release_date", "false", "record");

    private static final String OF_ITEMS =
            " where r.collection_file_item_id = any(?::bigint[]) order by r.collection_file_item_id, r.id";

    // By the index on collections and OCIDs: an item that is read in ranges is large.
    private static final String OF_RANGE =
            """
             where r.collection_id = ? and r.ocid between ? and ? and r.collection_file_item_id = ?
            order by r.ocid, r.id
            """;

    private final Tx tx;
    private final UpgradeWriter writer;
    private final StoredDocuments documents = new StoredDocuments();
    private final List<UpgradeWriter.Source> rows = new ArrayList<>();

    UpgradeReading(Tx tx, UpgradeWriter writer) {
        this.tx = tx;
        this.writer = writer;
    }

    /// All documents of these items.
    void items(Collection<Long> ids) throws SQLException {
        var items = SqlArray.bigint(ids);
        read(RELEASES + OF_ITEMS, UpgradeWriter.Source::release, items);
        read(RECORDS + OF_ITEMS, UpgradeWriter.Source::record, items);
    }

    /// The documents of an item whose OCID is in a range.
    void range(long collectionId, long item, String first, String last) throws SQLException {
        read(RELEASES + OF_RANGE, UpgradeWriter.Source::release, collectionId, first, last, item);
        read(RECORDS + OF_RANGE, UpgradeWriter.Source::record, collectionId, first, last, item);
    }

    private void read(
            String sql, RowMapper<UpgradeWriter.Source> mapper, @Nullable Object... arguments)
            throws SQLException {
        tx.forEach(sql, row -> take(mapper.map(row)), arguments);
        upgrade();
    }

    private void take(UpgradeWriter.Source row) throws SQLException {
        rows.add(row);
        if (rows.size() == ROWS) {
            upgrade();
        }
    }

    private void upgrade() throws SQLException {
        for (var row : rows) {
            if (row.upgraded()) {
                writer.keep(row);
            }
        }
        documents.forEach(tx, rows.stream().filter(row -> !row.upgraded()).toList(), writer);
        rows.clear();
    }
}
