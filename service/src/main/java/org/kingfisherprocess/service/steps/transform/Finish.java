package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.queue.NewStep;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepHandler;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.queue.StepQueue;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionCounts;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.SetAsideSubmissions;

/// Completes a collection that is closed, has all files and no other step left; before that, has
/// the compilation of its releases planned once its source is all there.
///
/// One such step stays in the queue for each closed collection until that is complete, so
/// completion cannot be lost. It is looked at when the last other step ends, and from time to time.
///
/// It looks first, counts what the collection holds in a transaction of its own, and looks again
/// while it holds the rows that loaders need: so these wait for a moment only.
final class Finish implements StepHandler {
    /// The progress of a step that was planted because there are new data.
    static final long NEW_DATA = 1;

    /// The progress of a step that has counted, and has only to look once more.
    private static final long COUNTED = 2;

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

    // Later releases will have later ids. A sequence that was never used says 1, which is the id of
    // a release that is still to come.
    private static final String PLANNED =
            """
            update collection set compilation_enqueued = true, compilation_started = true,
                options = options || jsonb_build_object('compiled_to_release',
                    (select case when is_called then last_value else 0 end from release_id_seq))
            where id = ?
            """;

    // Whoever finishes the last other step of a collection has this looked at anew, and what is
    // made of the collection. It waits for one that is being looked at just now, which may have
    // looked too early, and would not look again for long.
    private static final String NUDGE =
            """
            update processing_step set run_at = now() where id in (
                select f.id from processing_step f join collection c on c.id = f.collection_id
                where f.name = 'FINISH'
                    and (c.id = ? or c.transform_from_collection_id = ?)
                    and not exists (
                        select from processing_step s
                        where s.collection_id = ? and s.name <> 'FINISH' and s.set_aside_at is null))
            returning id
            """;

    private final Database database;
    private final Standings standings = new Standings();
    private final StepQueue queue = new StepQueue();
    private final CollectionCounts counts = new CollectionCounts();
    private final CollectionNotes notes = new CollectionNotes();
    private final FindingNotes findings = new FindingNotes();
    private final SetAsideSubmissions setAside = new SetAsideSubmissions();

    Finish(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return StepNames.FINISH;
    }

    @Override
    public StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
        var standing = standings.of(tx, step.collectionId());
        if (standing.isEmpty() || standing.get().deleted() || !standing.get().closed()) {
            return new StepOutcome.Done(); // when it is closed again, there will be another
        }
        boolean newData = takeOver(tx, step) || step.progress() == NEW_DATA;
        if (standing.get().mayPlan(newData)) {
            return plan(tx, step, standing.get());
        }
        if (!standing.get().obstacles().isEmpty()) {
            return later(step, newData, LOOK_AGAIN);
        }
        if (newData || step.progress() != COUNTED) {
            findings.gather(tx, step.collectionId());
            counts.cache(tx, step.collectionId());
            return new StepOutcome.Remains("", "", COUNTED);
        }
        return complete(tx, step, standing.get());
    }

    private StepOutcome plan(Tx tx, QueuedStep step, Standing before) throws SQLException {
        var standing = locked(tx, before);
        if (standing.isEmpty() || !standing.get().mayPlan(true)) {
            return later(step, true, SOON);
        }
        tx.execute(PLANNED, standing.get().id());
        queue.plant(
                tx,
                List.of(
                        NewStep.of(StepNames.PLAN, standing.get().id())
                                .from(standing.get().compiledTo())));
        return new StepOutcome.Remains("", "", 0);
    }

    private StepOutcome complete(Tx tx, QueuedStep step, Standing before) throws SQLException {
        var standing = locked(tx, before);
        if (standing.isEmpty()) {
            return new StepOutcome.NotYet(SOON);
        }
        if (takeOver(tx, step)) {
            return new StepOutcome.Remains("", "", NEW_DATA);
        }
        if (!standing.get().closed() || !standing.get().obstacles().isEmpty()) {
            return new StepOutcome.Remains("", "", 0);
        }
        complete(tx, standing.get());
        return new StepOutcome.Done();
    }

    /// How far the collection is, once nobody stores into it or its source until the end of the
    /// transaction. Empty where somebody does just now.
    private Optional<Standing> locked(Tx tx, Standing before) throws SQLException {
        var rows = new ArrayList<Long>();
        rows.add(before.id());
        before.sourceId().ifPresent(rows::add);
        return tx.query(LOCK, row -> row.longValue("id"), SqlArray.bigint(rows)).size()
                        < rows.size()
                ? Optional.empty()
                : standings.of(tx, before.id());
    }

    /// What another step told is kept in this one; what was counted is not.
    private static StepOutcome later(QueuedStep step, boolean newData, Duration pause) {
        long progress = newData ? NEW_DATA : 0;
        return progress == step.progress()
                ? new StepOutcome.NotYet(pause)
                : new StepOutcome.Remains("", "", progress);
    }

    /// One such step is enough for a collection. Returns whether another one told of new data.
    private static boolean takeOver(Tx tx, QueuedStep step) throws SQLException {
        return tx.query(TAKE_OVER, row -> row.longValue("progress"), step.collectionId(), step.id())
                .contains(NEW_DATA);
    }

    private void complete(Tx tx, Standing standing) throws SQLException {
        long id = standing.id();
        tx.execute(COMPLETE, id);
        setAside.forgetStored(tx, id);
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
