package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// The collections whose rows are there, with what retention rules ask of each.
public final class RetentionCandidates {
    private static final String READ =
            """
            select c.id, c.source_id, c.data_version, c.sample, c.transform_type, c.transform_from_collection_id,
                greatest(c.store_start_at, c.reopened_at) as started, c.store_end_at,
                c.store_end_at < ? and not exists (select from release r where r.collection_id = c.id)
                    and not exists (select from record r where r.collection_id = c.id)
                    and not exists (select from compiled_release r where r.collection_id = c.id) as empty
            from collection c
            where c.wiped_at is null and (c.deleted_at is null or c.cancelled_at is not null)
            """;

    private static final String ALL = READ + "order by c.id";

    // Beside loads, which hold the row for key share.
    private static final String ONE = READ + "and c.id = ? for no key update of c";

    /// A collection and its age.
    ///
    /// @param started or was opened again
    /// @param transformType empty for an original collection
    /// @param endedEmpty whether it ended before the time asked for, and holds no release, record
    ///   or compiled release
    public record Candidate(
            long id,
            String source,
            Instant dataVersion,
            boolean sample,
            String transformType,
            OptionalLong from,
            Instant started,
            Optional<Instant> ended,
            boolean endedEmpty) {}

    /// Those that are not to be deleted anyway; cancelled ones too.
    ///
    /// @param lookInto whether those that ended before this hold anything is looked up
    public List<Candidate> all(Tx tx, Instant lookInto) throws SQLException {
        return tx.query(ALL, RetentionCandidates::candidate, lookInto);
    }

    /// Whether a collection is as it was read, which then stays so until the transaction ends: it
    /// may have been reopened or got data meanwhile.
    public boolean isUnchanged(Tx tx, Instant lookInto, Candidate before) throws SQLException {
        return tx.queryOne(ONE, RetentionCandidates::candidate, lookInto, before.id())
                .filter(before::equals)
                .isPresent();
    }

    private static Candidate candidate(Row row) throws SQLException {
        var ended = row.optionalInstant("store_end_at");
        return new Candidate(
                row.longValue("id"),
                row.text("source_id"),
                row.instant("data_version"),
                row.bool("sample"),
                row.text("transform_type"),
                row.optionalLong("transform_from_collection_id"),
                row.instant("started"),
                ended,
                ended.isPresent() && row.bool("empty"));
    }
}
