package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// The rows of a collection in one table, for whoever deletes them: first a page of ids, then these
/// in batches. A page is read by a scan of its own, and such a scan passes what earlier pages
/// deleted until PostgreSQL has cleaned up: so pages are to be large, and batches small.
public enum RowsOfCollection {
    STEPS("processing_step", List.of(), "collection_id = ?", ""),
    RELEASES(
            "release",
            List.of(
                    "delete from release_check where release_id = any(?::bigint[])",
                    "delete from release_check_error where release_id = any(?::bigint[])",
                    "delete from release_check_override where release_id = any(?::bigint[])",
                    "delete from transform_upgrade_1_0_to_1_1_status_release where source_release_id = any(?::bigint[])"),
            "collection_id = ?",
            ", data_id, package_data_id"),
    RECORDS(
            "record",
            List.of(
                    "delete from record_check where record_id = any(?::bigint[])",
                    "delete from record_check_error where record_id = any(?::bigint[])",
                    "delete from record_check_override where record_id = any(?::bigint[])",
                    "delete from transform_upgrade_1_0_to_1_1_status_record where source_record_id = any(?::bigint[])"),
            "collection_id = ?",
            ", data_id, package_data_id"),
    COMPILED_RELEASES(
            "compiled_release",
            List.of(),
            "collection_id = ?",
            ", data_id, null as package_data_id"),
    ITEMS(
            "collection_file_item",
            List.of(),
            "collection_file_id in (select id from collection_file where collection_id = ?)",
            ""),
    FILES("collection_file", List.of(), "collection_id = ?", ""),
    /// But those that were written with the mark or after it: they say what happened.
    NOTES(
            "collection_note",
            List.of(),
            "collection_id = ? and stored_at < (select deleted_at from collection c where c.id = collection_id)",
            "");

    private final String table;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, and its type does not say so
    private final List<String> dependents;

    private final String page;
    private final String delete;
    private final boolean usesDocuments;

    RowsOfCollection(String table, List<String> dependents, String condition, String documents) {
        this.table = table;
        this.dependents = dependents;
        this.page = "select id from %s where %s limit ?".formatted(table, condition);
        this.delete =
                """
                delete from %s where id in (
                    select id from %s where id = any(?::bigint[]) order by id for update skip locked)
                returning id%s
                """
                        .formatted(table, table, documents);
        this.usesDocuments = !documents.isEmpty();
    }

    public String table() {
        return table;
    }

    /// What a batch took away, and which documents may have lost their last user by it.
    public record Deleted(int rows, List<Long> data, List<Long> packageData) {
        public Deleted {
            data = List.copyOf(data);
            packageData = List.copyOf(packageData);
        }
    }

    public List<Long> page(Tx tx, long collectionId, int most) throws SQLException {
        return tx.query(page, row -> row.longValue("id"), collectionId, most);
    }

    /// Deletes these rows, and what refers to them; but those that somebody has locked.
    public Deleted delete(Tx tx, List<Long> ids) throws SQLException {
        var keys = SqlArray.bigint(ids);
        for (var dependent : dependents) {
            tx.execute(dependent, keys);
        }
        var data = new TreeSet<Long>();
        var packageData = new TreeSet<Long>();
        int rows =
                tx.query(
                                delete,
                                row -> {
                                    if (usesDocuments) {
                                        data.add(row.longValue("data_id"));
                                        row.optionalLong("package_data_id")
                                                .ifPresent(packageData::add);
                                    }
                                    return true;
                                },
                                keys)
                        .size();
        return new Deleted(rows, List.copyOf(data), List.copyOf(packageData));
    }
}
