package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepHandler;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.queue.StepQueue;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;

/// Divides the OCIDs of a collection's releases into steps of about as many releases each, so that
/// a million releases are some hundred rows of the queue. Where the collection was compiled before,
/// only the OCIDs that have got releases since.
///
/// It looks at every release, which takes its time; so it keeps nobody from storing more. Those
/// that come meanwhile have numbers above the one up to which [Finish] had this planned, and are
/// planned by the step that came with them.
final class Plan implements StepHandler {
    // The collection is locked, so that nobody deletes rows of it meanwhile.
    private static final String SOURCE =
            """
            select transform_from_collection_id as source from collection where id = ? and deleted_at is null
            for key share
            """;

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

    private final Database database;
    private final int releasesPerStep;
    private final StepQueue queue = new StepQueue();

    Plan(Database database, int releasesPerStep) {
        this.database = database;
        this.releasesPerStep = releasesPerStep;
    }

    @Override
    public String name() {
        return StepNames.PLAN;
    }

    @Override
    public StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
        var source = tx.queryOne(SOURCE, row -> row.longValue("source"), step.collectionId());
        if (source.isPresent()) {
            divide(tx, step.collectionId(), source.get(), step.progress());
            queue.wake(tx);
        }
        return new StepOutcome.Done();
    }

    private void divide(Tx tx, long id, long source, long after) throws SQLException {
        if (after == 0) {
            tx.execute(ALL, id, after, releasesPerStep, source);
        } else {
            tx.execute(CHANGED, id, after, releasesPerStep, source, after);
        }
    }

    @Override
    public void committed(QueuedStep step) {
        Finish.nudge(database, step.collectionId());
    }
}
