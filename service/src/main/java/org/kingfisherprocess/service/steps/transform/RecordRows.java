package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.queue.NewStep;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Reads the rows of `record` that steps are about: those of a step's file from its progress on.
/// Stateless.
final class RecordRows {
    private static final String READ =
            """
            select r.id, r.ocid, r.collection_file_id as file, r.data_id, r.package_data_id,
                pg_column_size(d.data) as bytes,
                not exists (select from record x where x.collection_id = r.collection_id and x.ocid = r.ocid
                    and x.id < r.id) as first
            from %s
            """;

    private static final String OF_FILES =
            READ.formatted(
                    """
                    unnest(?::bigint[], ?::bigint[]) with ordinality as s (file, first_record, place)
                    join record r on r.collection_file_id = s.file and r.id >= s.first_record
                    join data d on d.id = r.data_id
                    order by s.place, r.ocid, r.id
                    """);

    private static final String OF_RANGE =
            READ.formatted(
                    """
                    record r join data d on d.id = r.data_id
                    where r.collection_file_id = ? and r.id >= ? and r.collection_id = ? and r.ocid between ? and ?
                    order by r.ocid, r.id
                    """);

    private static final String COUNTS =
            """
            select s.file, (select count(*) from (
                select from record where collection_file_id = s.file and id >= s.first_record limit ?) as found) as records
            from unnest(?::bigint[], ?::bigint[]) as s (file, first_record)
            """;

    private static final String RANGES =
            """
            select min(ocid) as first, max(ocid) as last from (
                select ocid, div(sum(records) over (order by ocid) - records, ?) as batch from (
                    select ocid, count(*) as records from record
                    where collection_file_id = ? and id >= ? and (? = '' or ocid between ? and ?)
                    group by ocid
                ) as ocids
            ) as batches
            group by batch order by batch
            """;

    /// @param first whether it is the one of its OCID that counts
    record Found(SourceDocument document, long file, boolean first) {
        private static Found read(Row row) throws SQLException {
            return new Found(SourceDocument.read(row), row.longValue("file"), row.bool("first"));
        }
    }

    static long file(QueuedStep step) {
        return step.fileId().orElseThrow();
    }

    /// How many each file has, by its id; but no more than so many are counted.
    Map<Long, Long> counts(Tx tx, List<QueuedStep> steps, int most) throws SQLException {
        var begins = begins(steps);
        var counts = new HashMap<Long, Long>();
        tx.query(
                COUNTS,
                row -> counts.put(row.longValue("file"), row.longValue("records")),
                most,
                SqlArray.bigint(begins.keySet()),
                SqlArray.bigint(begins.values()));
        return counts;
    }

    /// File after file, each in order of OCIDs.
    List<Found> ofFiles(Tx tx, List<QueuedStep> steps) throws SQLException {
        var begins = begins(steps);
        return tx.query(
                OF_FILES,
                Found::read,
                SqlArray.bigint(begins.keySet()),
                SqlArray.bigint(begins.values()));
    }

    /// Those of a step's range, in order of OCIDs.
    List<Found> ofRange(Tx tx, QueuedStep step, long source) throws SQLException {
        return tx.query(
                OF_RANGE,
                Found::read,
                file(step),
                step.progress(),
                source,
                step.ocid(),
                step.lastOcid());
    }

    /// Steps that are together the same work, each of about so many records.
    List<NewStep> ranges(Tx tx, QueuedStep step, int records) throws SQLException {
        return tx.query(
                RANGES,
                row -> step.again().range(row.text("first"), row.text("last")),
                records,
                file(step),
                step.progress(),
                step.ocid(),
                step.ocid(),
                step.lastOcid());
    }

    /// Where the steps of each file begin, in their order.
    private static Map<Long, Long> begins(List<QueuedStep> steps) {
        var begins = new LinkedHashMap<Long, Long>();
        steps.forEach(step -> begins.merge(file(step), step.progress(), Math::min));
        return begins;
    }
}
