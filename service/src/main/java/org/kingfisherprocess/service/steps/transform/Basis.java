package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// What the results of a step are made from: of each OCID one row of the source that shows whether
/// anything has come since that would give another result.
///
/// It is asked for again once the results' files are locked. Of two steps that compile an OCID at
/// once, the one that read less can be the last to write; whatever it did not see was committed
/// with a step of its own, so it leaves the OCID to that one.
final class Basis {
    // The first record counts, also where it is committed after later ones.
    private static final String EARLIER_RECORD =
            """
            select b.ocid from unnest(?::text[], ?::bigint[]) as b (ocid, id)
            where exists (select from record r where r.collection_id = ? and r.ocid = b.ocid and r.id < b.id)
            """;

    private static final String RECORD_OR_LATER_RELEASE =
            """
            select b.ocid from unnest(?::text[], ?::bigint[]) as b (ocid, id) cross join (select ?::bigint as id) as source
            where exists (select from record r where r.collection_id = source.id and r.ocid = b.ocid)
                or exists (select from release r where r.collection_id = source.id and r.ocid = b.ocid and r.id > b.id)
            """;

    private final String question;
    private final long source;
    private final Map<String, Long> rows = new HashMap<>();

    private Basis(String question, long source) {
        this.question = question;
        this.source = source;
    }

    /// Of results each made from the first record of an OCID.
    static Basis ofRecords(long source, List<SourceDocument> records) {
        var basis = new Basis(EARLIER_RECORD, source);
        records.forEach(record -> basis.rows.put(record.ocid(), record.row()));
        return basis;
    }

    /// Of results each made from all releases of an OCID that has no record.
    static Basis ofReleases(long source, List<SourceDocument> releases) {
        var basis = new Basis(RECORD_OR_LATER_RELEASE, source);
        releases.forEach(release -> basis.rows.merge(release.ocid(), release.row(), Math::max));
        return basis;
    }

    /// The OCIDs of which there is something else by now.
    Set<String> outdated(Tx tx) throws SQLException {
        var ocids = List.copyOf(rows.keySet());
        ToLongFunction<String> row = ocid -> rows.getOrDefault(ocid, 0L);
        return new HashSet<>(
                tx.query(
                        question,
                        found -> found.text("ocid"),
                        SqlArray.text(ocids),
                        SqlArray.bigint(ocids.stream().mapToLong(row).boxed().toList()),
                        source));
    }
}
