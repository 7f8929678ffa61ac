package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Which acknowledged submissions are in the database. A submission's receipt commits together with
/// its rows, and it is a primary key: so a submission that is loaded again after a crash changes
/// nothing.
public final class IntakeReceipts {
    private static final String STORED =
            "select receipt from intake_receipt where receipt = any(?::uuid[])";

    private static final String INSERT =
            """
            insert into intake_receipt (receipt, collection_id, kind, label, acknowledged_at, outcome,
                collection_file_id, item_number, documents)
            select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[]::timestamptz[], ?::text[],
                ?::bigint[], ?::bigint[]::int[], ?::bigint[])
            """;

    private static final String SUMMARY =
            """
            select
                count(*) as all,
                count(*) filter (where r.kind = 'file' and r.outcome = 'stored') as files,
                count(*) filter (where r.outcome = 'duplicate') as duplicates,
                coalesce(sum(r.documents), 0)::bigint as documents,
                count(*) filter (where r.outcome = 'stored' and (f.errors is not null or exists (
                    select from collection_file_item i where i.collection_file_id = f.id and i.errors is not null)))
                    as files_with_errors
            from intake_receipt r left join collection_file f on f.id = r.collection_file_id
            where r.receipt = any(?::uuid[])
            """;

    private static final String OUTCOMES =
            "select receipt, outcome from intake_receipt where receipt = any(?::uuid[])";

    private static final String DOUBLED =
            """
            select c.source_id || ' ' || to_char(c.data_version at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')
                || case when c.sample then ' sample' else '' end as collection, min(r.label) as label,
                array_agg(r.receipt::text order by r.receipt) as receipts
            from intake_receipt r join collection c on c.id = r.collection_id
            where r.outcome = 'stored' and r.collection_file_id is not null and r.receipt >= ?
            group by 1, r.collection_file_id, r.item_number having count(*) > 1
            """;

    private static final UUID FIRST = new UUID(0, 0);

    // The receipts of a file say how many documents were stored with it; what is there now is
    // counted beside it.
    private static final String HALF =
            """
            select c.source_id || ' ' || to_char(c.data_version at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')
                || case when c.sample then ' sample' else '' end as collection, f.filename as label, f.receipts
            from (
                select r.collection_id, r.collection_file_id as id, sum(r.documents) as documents,
                    array_agg(r.receipt::text order by r.receipt) as receipts
                from intake_receipt r where r.outcome = 'stored' and r.collection_file_id is not null group by 1, 2
            ) as r join lateral (
                select r.receipts, filename from collection_file where id = r.id
            ) as f on true join collection c on c.id = r.collection_id and c.deleted_at is null
            where r.documents <> (select count(*) from release where collection_file_id = r.id)
                + (select count(*) from record where collection_file_id = r.id)
                + (select count(*) from compiled_release where collection_file_id = r.id)
            """;

    /// Something that is not as its receipts say.
    ///
    /// @param collection the text of its key
    public record Finding(String collection, String label, List<String> receipts) {
        public Finding {
            receipts = List.copyOf(receipts);
        }
    }

    /// What became of several submissions, in numbers.
    public record Summary(
            long all, long files, long duplicates, long documents, long filesWithErrors) {}

    /// What became of a submission.
    public enum Outcome {
        /// Its rows were stored with this receipt.
        STORED,
        /// The file or item existed: it stays as it was.
        DUPLICATE,
        /// The collection was cancelled or marked as deleted: nothing of it was stored.
        CANCELLED
    }

    /// A submission that is stored with the transaction.
    ///
    /// @param fileId empty for the end of a collection
    /// @param itemNumber empty but for items
    /// @param documents how many releases and records were stored with it
    public record NewReceipt(
            UUID receipt,
            long collectionId,
            String kind,
            String label,
            Instant acknowledgedAt,
            Outcome outcome,
            Optional<Long> fileId,
            Optional<Long> itemNumber,
            long documents) {}

    /// Those of the receipts that are stored.
    public Set<UUID> stored(Tx tx, Collection<UUID> receipts) throws SQLException {
        return new HashSet<>(tx.query(STORED, row -> row.uuid("receipt"), SqlArray.uuid(receipts)));
    }

    /// What became of those of the receipts that are stored.
    public Map<UUID, Outcome> outcomes(Tx tx, Collection<UUID> receipts) throws SQLException {
        var outcomes = new HashMap<UUID, Outcome>();
        tx.query(
                OUTCOMES,
                row ->
                        outcomes.put(
                                row.uuid("receipt"),
                                Outcome.valueOf(row.text("outcome").toUpperCase(Locale.ROOT))),
                SqlArray.uuid(receipts));
        return outcomes;
    }

    /// Files and items that more than one receipt claims to have stored.
    public List<Finding> doubled(Tx tx) throws SQLException {
        return tx.query(DOUBLED, IntakeReceipts::finding, FIRST);
    }

    /// The same among those acknowledged since that moment.
    public List<Finding> doubledSince(Tx tx, Instant moment) throws SQLException {
        return tx.query(DOUBLED, IntakeReceipts::finding, firstAt(moment));
    }

    /// The lowest receipt of a moment: receipts begin with their milliseconds, so the primary key
    /// finds the newest without an index on times.
    public static UUID firstAt(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16 | 0x7000L, 1L << 63);
    }

    /// Files of which more or fewer documents are there than their receipts say. Counts the rows of
    /// every file.
    public List<Finding> half(Tx tx) throws SQLException {
        return tx.query(HALF, IntakeReceipts::finding);
    }

    private static Finding finding(Row row) throws SQLException {
        return new Finding(row.text("collection"), row.text("label"), row.texts("receipts"));
    }

    public Summary summary(Tx tx, Collection<UUID> receipts) throws SQLException {
        return tx.queryOne(
                        SUMMARY,
                        row ->
                                new Summary(
                                        row.longValue("all"),
                                        row.longValue("files"),
                                        row.longValue("duplicates"),
                                        row.longValue("documents"),
                                        row.longValue("files_with_errors")),
                        SqlArray.uuid(receipts))
                .orElseThrow();
    }

    public void insert(Tx tx, List<NewReceipt> receipts) throws SQLException {
        if (!receipts.isEmpty()) {
            tx.execute(
                    INSERT,
                    SqlArray.uuid(receipts.stream().map(NewReceipt::receipt).toList()),
                    SqlArray.bigint(column(receipts, NewReceipt::collectionId)),
                    SqlArray.text(column(receipts, NewReceipt::kind)),
                    SqlArray.text(column(receipts, NewReceipt::label)),
                    SqlArray.text(column(receipts, receipt -> receipt.acknowledgedAt().toString())),
                    SqlArray.text(
                            column(
                                    receipts,
                                    receipt -> receipt.outcome().name().toLowerCase(Locale.ROOT))),
                    SqlArray.bigint(column(receipts, receipt -> receipt.fileId().orElse(null))),
                    SqlArray.bigint(column(receipts, receipt -> receipt.itemNumber().orElse(null))),
                    SqlArray.bigint(column(receipts, NewReceipt::documents)));
        }
    }

    private static <T> List<@Nullable T> column(
            List<NewReceipt> receipts, Function<NewReceipt, @Nullable T> value) {
        var column = new ArrayList<@Nullable T>(receipts.size());
        receipts.forEach(receipt -> column.add(value.apply(receipt)));
        return column;
    }
}
