package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import org.kingfisherprocess.service.queue.StepQueue;
import org.kingfisherprocess.service.sql.Tx;

/// Divides the OCIDs of a collection's releases into steps of about as many releases each, so that
/// a million releases are some hundred rows of the queue. Where the collection was compiled before,
/// only the OCIDs that have got releases since.
final class ReleasePlan {
    private static final String STEPS =
            """
            insert into processing_step (name, collection_id, ocid, last_ocid, progress)
            select 'COMPILE_RELEASES', ?, min(ocid), max(ocid), ? from (
                select ocid, div(sum(releases) over (order by ocid) - releases, ?) as batch from (
                    select ocid, count(*) as releases from release where collection_id = ?
                    group by ocid %s
                ) as ocids
            ) as batches
            group by batch order by batch
            """;

    private static final String ALL = STEPS.formatted("");
    private static final String CHANGED = STEPS.formatted("having max(id) > ?");

    // Nobody stores into the source while this runs: later releases will have later ids.
    private static final String PLANNED =
            """
            update collection set compilation_enqueued = true, compilation_started = true,
                options = options || jsonb_build_object('compiled_to_release', (select last_value from release_id_seq))
            where id = ?
            """;

    private final int releasesPerStep;
    private final StepQueue queue = new StepQueue();

    ReleasePlan(int releasesPerStep) {
        this.releasesPerStep = releasesPerStep;
    }

    /// Within a transaction that holds the row of the source for update.
    void make(Tx tx, Standing compiled) throws SQLException {
        long source = compiled.sourceId().orElseThrow();
        if (compiled.compiledTo() == 0) {
            tx.execute(ALL, compiled.id(), 0L, releasesPerStep, source);
        } else {
            tx.execute(
                    CHANGED,
                    compiled.id(),
                    compiled.compiledTo(),
                    releasesPerStep,
                    source,
                    compiled.compiledTo());
        }
        tx.execute(PLANNED, compiled.id());
        queue.wake(tx);
    }
}
