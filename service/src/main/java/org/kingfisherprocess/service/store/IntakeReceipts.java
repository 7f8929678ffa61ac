package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

    /// What became of several submissions, in numbers.
    public record Summary(long all, long files, long duplicates, long documents, long filesWithErrors) {}

    /// What became of a submission.
    public enum Outcome {
        /// Its rows were stored with this receipt.
        STORED,
        /// The file or item existed: it stays as it was.
        DUPLICATE
    }

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

    public Summary summary(Tx tx, Collection<UUID> receipts) throws SQLException {
        return tx.queryOne(
                        SUMMARY,
                        row -> new Summary(
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
