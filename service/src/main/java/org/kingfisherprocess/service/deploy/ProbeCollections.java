package org.kingfisherprocess.service.deploy;

import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// The collections of probes and what was made of them, which are deleted whole: a probe has one
/// release, whose documents nobody shares.
final class ProbeCollections {
    private static final String IDS = "select id from collection where source_id = ? for update";

    private static final List<String> CHECKS =
            List.of("release_check", "release_check_error", "release_check_override").stream()
                    .map(table ->
                            """
                            delete from %s where release_id in (
                                select id from release where collection_id = any(?::bigint[]))
                            """
                                    .formatted(table))
                    .toList();

    private static final String COMPILED =
            "delete from compiled_release where collection_id = any(?::bigint[]) returning data_id, null::bigint as package_data_id";

    private static final String RELEASES =
            "delete from release where collection_id = any(?::bigint[]) returning data_id, package_data_id";

    private static final List<String> REST =
            List.of(
                    "delete from processing_step where collection_id = any(?::bigint[])",
                    """
                    delete from collection_file_item where collection_file_id in (
                        select id from collection_file where collection_id = any(?::bigint[]))
                    """,
                    "delete from collection_file where collection_id = any(?::bigint[])",
                    "delete from collection_note where collection_id = any(?::bigint[])",
                    "delete from collection where id = any(?::bigint[])");

    private static final String DOCUMENTS = "delete from data where id = any(?::bigint[])";
    private static final String PACKAGES = "delete from package_data where id = any(?::bigint[])";

    private final String source;

    ProbeCollections(String source) {
        this.source = source;
    }

    /// All that there are; their receipts stay, as those of every deleted collection do.
    void delete(Journal journal) {
        journal.write(tx -> {
            var ids = tx.query(IDS, row -> row.longValue("id"), source);
            if (!ids.isEmpty()) {
                delete(tx, ids);
            }
            return ids.size();
        });
    }

    private static void delete(Tx tx, List<Long> ids) throws SQLException {
        for (var statement : CHECKS) {
            tx.execute(statement, SqlArray.bigint(ids));
        }
        var documents = new TreeSet<Long>();
        var packages = new TreeSet<Long>();
        for (var statement : List.of(COMPILED, RELEASES)) {
            tx.forEach(
                    statement,
                    row -> {
                        documents.add(row.longValue("data_id"));
                        row.optionalLong("package_data_id").ifPresent(packages::add);
                    },
                    SqlArray.bigint(ids));
        }
        for (var statement : REST) {
            tx.execute(statement, SqlArray.bigint(ids));
        }
        tx.execute(DOCUMENTS, SqlArray.bigint(documents));
        tx.execute(PACKAGES, SqlArray.bigint(packages));
    }
}
