package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// How much there is to do of a file.
///
/// @param documents no more than a step's are counted
/// @param storedBytes of these, as they are stored: several times as much in memory
record FileSize(long documents, long storedBytes) {
    private static final String READ =
            """
            select count(*) as documents, coalesce(sum(pg_column_size(d.data)), 0) as bytes
            from (%s) as found join data d on d.id = found.data_id
            """;

    private static final String OF_ALL =
            READ.formatted(
                    """
                    (select data_id from release where collection_file_id = ? limit ?)
                    union all
                    (select data_id from record where collection_file_id = ? limit ?)
                    """);

    private static final String OF_RECORDS =
            READ.formatted(
                    "select data_id from record where collection_file_id = ? and id >= ? limit ?");

    /// Of its releases and records.
    static FileSize ofAll(Tx tx, long file, int most) throws SQLException {
        return tx.queryOne(OF_ALL, FileSize::read, file, most, file, most).orElseThrow();
    }

    /// Of its records from this one on.
    static FileSize ofRecords(Tx tx, long file, long first, int most) throws SQLException {
        return tx.queryOne(OF_RECORDS, FileSize::read, file, first, most).orElseThrow();
    }

    private static FileSize read(Row row) throws SQLException {
        return new FileSize(row.longValue("documents"), row.longValue("bytes"));
    }
}
