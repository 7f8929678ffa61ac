package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.queue.NewStep;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepHandler;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.Contents;

/// Upgrades a range of OCIDs of an item that is too large for one transaction. The transaction that
/// created the new item has planted a step for each of its ranges: so none is upgraded twice.
final class UpgradeItem implements StepHandler {
    // The collection is locked, so that nobody deletes rows of it meanwhile.
    private static final String FIND =
            """
            select o.collection_id as source, s.id as item, f.id as file, t.id as target
            from collection c
            join collection_file o on o.id = ? and o.collection_id = c.transform_from_collection_id
            join collection_file_item s on s.collection_file_id = o.id and s.number = ?
            join collection_file f on f.collection_id = c.id and f.filename = o.filename
            join collection_file_item t on t.collection_file_id = f.id and t.number = s.number
            where c.id = ? and c.deleted_at is null
            for key share of c
            """;

    private static final String RANGES =
            """
            select min(ocid) as first, max(ocid) as last from (
                select ocid, div(sum(documents) over (order by ocid) - documents, ?) as batch from (
                    select ocid, count(*) as documents from (
                        select ocid from release where collection_file_item_id = ?
                        union all
                        select ocid from record where collection_file_item_id = ?
                    ) as found
                    where ? = '' or ocid between ? and ?
                    group by ocid
                ) as ocids
            ) as batches
            group by batch order by batch
            """;

    private final Database database;
    private final CompileLimits limits;
    private final FindingNotes notes = new FindingNotes();
    private final Planting planting = new Planting();

    UpgradeItem(Database database, CompileLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    @Override
    public String name() {
        return StepNames.UPGRADE_ITEM;
    }

    /// The steps for an item of the source.
    static List<NewStep> steps(
            Tx tx, long collectionId, long file, int number, long item, int documents)
            throws SQLException {
        return ranges(
                tx,
                NewStep.of(StepNames.UPGRADE_ITEM, collectionId).about(file).from(number),
                item,
                documents);
    }

    private static List<NewStep> ranges(Tx tx, NewStep step, long item, int documents)
            throws SQLException {
        return tx.query(
                RANGES,
                row -> step.range(row.text("first"), row.text("last")),
                documents,
                item,
                item,
                step.ocid(),
                step.ocid(),
                step.lastOcid());
    }

    /// Where it comes from, and where it goes.
    private record Place(long source, long item, long file, long target) {
        static Place read(Row row) throws SQLException {
            return new Place(
                    row.longValue("source"),
                    row.longValue("item"),
                    row.longValue("file"),
                    row.longValue("target"));
        }
    }

    private static List<Place> place(Tx tx, QueuedStep step) throws SQLException {
        return tx.query(
                FIND,
                Place::read,
                step.fileId().orElseThrow(),
                step.progress(),
                step.collectionId());
    }

    @Override
    public StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
        for (var place : place(tx, step)) { // none where the collection is gone
            var target = new Contents.Place(step.collectionId(), place.file(), place.target());
            var findings = new Findings();
            var writer = new UpgradeWriter(tx, Map.of(place.item(), target), limits, findings);
            new UpgradeReading(tx, writer)
                    .range(place.source(), place.item(), step.ocid(), step.lastOcid());
            writer.flush();
            notes.write(tx, step.collectionId(), findings);
            planting.documentsStored(tx, writer.firstRecords(), List.of());
        }
        return new StepOutcome.Done();
    }

    @Override
    public List<NewStep> split(Tx tx, QueuedStep step) throws SQLException {
        if (step.ocid().equals(step.lastOcid())) {
            return List.of();
        }
        var place = place(tx, step);
        return place.isEmpty() ? List.of() : ranges(tx, step.again(), place.getFirst().item(), 1);
    }

    @Override
    public void committed(QueuedStep step) {
        Finish.nudge(database, step.collectionId());
    }
}
