package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.submission.CollectionKey;

/// Which acknowledged submissions could not be loaded: their collections are not complete without
/// them. One that has been stored since, by another try, has a receipt.
public final class SetAsideSubmissions {
    private static final String REMEMBER =
            """
            insert into set_aside_submission (receipt, source_id, data_version, sample, label, reason)
            values (?, ?, ?, ?, ?, ?)
            on conflict (receipt) do update set reason = excluded.reason, set_aside_at = now()
            """;

    private static final String FORGET =
            """
            delete from set_aside_submission where receipt = ?
            returning source_id, data_version, sample, label
            """;

    private static final String FORGET_STORED =
            """
            delete from set_aside_submission s using collection c
            where c.id = ? and s.source_id = c.source_id and s.data_version = c.data_version and s.sample = c.sample
                and exists (select from intake_receipt r where r.receipt = s.receipt)
            """;

    /// A submission that was set aside.
    public record Forgotten(CollectionKey collection, String label) {}

    /// It is about to be set aside.
    public void remember(Tx tx, UUID receipt, CollectionKey collection, String label, String reason)
            throws SQLException {
        tx.execute(
                REMEMBER,
                receipt,
                collection.source(),
                collection.dataVersion().toInstant(ZoneOffset.UTC),
                collection.sample(),
                label.replace('\0', ' '),
                reason.replace('\0', ' '));
    }

    /// It is not waited for any more. Empty where it was not.
    public Optional<Forgotten> forget(Tx tx, UUID receipt) throws SQLException {
        return tx.queryOne(FORGET, SetAsideSubmissions::forgotten, receipt);
    }

    /// Those of a collection that have been stored since.
    public void forgetStored(Tx tx, long collectionId) throws SQLException {
        tx.execute(FORGET_STORED, collectionId);
    }

    private static Forgotten forgotten(Row row) throws SQLException {
        var version = row.instant("data_version").atOffset(ZoneOffset.UTC).toLocalDateTime();
        return new Forgotten(
                new CollectionKey(row.text("source_id"), version, row.bool("sample")),
                row.text("label"));
    }
}
