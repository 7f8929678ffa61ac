package org.kingfisherprocess.service.deploy;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;

/// Workers on other machines, which a deployment on this one does not exchange.
final class OtherWorkers {
    private static final String PRESENT = "select to_regclass('worker') is not null as present";

    private static final String SEEN =
            """
            select machine, process_id, release from worker
            where machine <> ? and seen_at > now() - interval '1 minute'
            order by machine, process_id
            """;

    private OtherWorkers() {}

    /// Those that gave a sign of life within a minute.
    static List<Busy.Worker> seen(Tx tx) throws SQLException {
        if (!tx.queryOne(PRESENT, row -> row.bool("present")).orElseThrow()) {
            return List.of();
        }
        return tx.query(
                SEEN,
                row ->
                        new Busy.Worker(
                                row.text("machine"),
                                row.longValue("process_id"),
                                row.text("release")),
                HostName.ours());
    }

    /// What a person should know before the tables are taken beyond old code.
    static Optional<String> warning(Tx tx) throws SQLException {
        var workers = seen(tx);
        return workers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "workers on other machines are not waited for; those of an older release do nothing more after this step, until they are started from the new one: "
                                + String.join(
                                        ", ", workers.stream().map(Busy.Worker::text).toList()));
    }
}
