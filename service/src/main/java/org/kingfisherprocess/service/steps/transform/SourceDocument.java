package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.store.StoredDocuments;

/// A release or record that is to be compiled, without its document.
///
/// @param row its id in `release` or `record`
record SourceDocument(long row, String ocid, long dataId, long packageDataId, long storedBytes)
        implements StoredDocuments.Wanted {

    static SourceDocument read(Row row) throws SQLException {
        return new SourceDocument(
                row.longValue("id"),
                row.text("ocid"),
                row.longValue("data_id"),
                row.longValue("package_data_id"),
                row.longValue("bytes"));
    }
}
