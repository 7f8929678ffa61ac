package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepHandler;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.queue.StepQueue;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionCounts;
import org.kingfisherprocess.service.store.CollectionNotes;

/// Completes a collection that is closed, has all files and no other step left; before that, plans
/// the compilation of its releases once its source is all there.
///
/// One such step stays in the queue for each closed collection until that is complete, so
/// completion cannot be lost. It is looked at when the last other step ends, and from time to time.
final class Finish implements StepHandler {
    /// The progress of a step that was planted because there are new data.
    static final long NEW_DATA = 1;

    /// For a wake-up that was lost with its process.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    /// For a transaction that stores into the collection.
    private static final Duration SOON = Duration.ofMillis(500);

    // Whoever has planted a step, or stored a file, holds these rows for key share until it
    // commits.
    private static final String LOCK =
            "select id from collection where id = any(?::bigint[]) order by id for update skip locked";

    private static final String TAKE_OVER =
            """
            delete from processing_step where id in (
                select id from processing_step where collection_id = ? and name = 'FINISH' and id <> ?
                for update skip locked)
            returning progress
            """;

    private static final String COMPLETE =
            "update collection set completed_at = now(), store_end_at = coalesce(store_end_at, now()) where id = ?";

    private static final String IS_EMPTY =
            "select not exists (select from collection_file where collection_id = ?) as nothing";

    // Whoever finishes the last other step of a collection looks whether it is complete, and
    // whether
    // those that are made of it can go on.
    private static final String NUDGE =
            """
            update processing_step set run_at = now() where id in (
                select f.id from processing_step f join collection c on c.id = f.collection_id
                where f.name = 'FINISH' and f.run_at > now()
                    and (c.id = ? or c.transform_from_collection_id = ?)
                    and not exists (
                        select from processing_step s
                        where s.collection_id = ? and s.name <> 'FINISH' and s.set_aside_at is null))
            returning id
            """;

    private final Database database;
    private final Standings standings = new Standings();
    private final ReleasePlan plan;
    private final CollectionCounts counts = new CollectionCounts();
    private final CollectionNotes notes = new CollectionNotes();
    private final FindingNotes findings = new FindingNotes();

    Finish(Database database, ReleasePlan plan) {
        this.database = database;
        this.plan = plan;
    }

    @Override
    public String name() {
        return StepNames.FINISH;
    }

    @Override
    public StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
        long id = step.collectionId();
        var before = standings.of(tx, id);
        if (before.isEmpty() || before.get().deleted() || !before.get().closed()) {
            return new StepOutcome.Done(); // when it is closed again, there will be another
        }
        var source = before.get().sourceId();
        var rows = source.isPresent() ? List.of(id, source.getAsLong()) : List.of(id);
        if (tx.query(LOCK, row -> row.longValue("id"), SqlArray.bigint(rows)).size()
                < rows.size()) {
            return new StepOutcome.NotYet(SOON);
        }
        var standing = standings.of(tx, id).orElseThrow();
        if (!standing.closed()) {
            return new StepOutcome.Done();
        }
        boolean newData = takeOver(tx, step) || step.progress() == NEW_DATA;
        if (standing.mayPlan(newData)) {
            plan.make(tx, standing);
            return new StepOutcome.Remains("", "", 0);
        }
        if (!standing.obstacles().isEmpty()) {
            return newData && step.progress() != NEW_DATA
                    ? new StepOutcome.Remains("", "", NEW_DATA)
                    : new StepOutcome.NotYet(LOOK_AGAIN);
        }
        complete(tx, standing);
        return new StepOutcome.Done();
    }

    /// One such step is enough for a collection. Returns whether another one told of new data.
    private static boolean takeOver(Tx tx, QueuedStep step) throws SQLException {
        return tx.query(TAKE_OVER, row -> row.longValue("progress"), step.collectionId(), step.id())
                .contains(NEW_DATA);
    }

    private void complete(Tx tx, Standing standing) throws SQLException {
        long id = standing.id();
        findings.gather(tx, id);
        counts.cache(tx, id);
        tx.execute(COMPLETE, id);
        boolean nothing = tx.queryOne(IS_EMPTY, row -> row.bool("nothing"), id).orElseThrow();
        if (nothing && standing.type().isEmpty()) {
            notes.addOnce(
                    tx,
                    id,
                    "The crawl ended without having delivered a file.",
                    CollectionNotes.Code.WARNING);
        }
    }

    @Override
    public void committed(QueuedStep step) {
        nudge(database, step.collectionId());
    }

    /// A step of this collection is done and committed.
    static void nudge(Database database, long collectionId) {
        database.run(tx -> {
            if (!tx.query(
                            NUDGE,
                            row -> row.longValue("id"),
                            collectionId,
                            collectionId,
                            collectionId)
                    .isEmpty()) {
                new StepQueue().wake(tx);
            }
        });
    }
}
