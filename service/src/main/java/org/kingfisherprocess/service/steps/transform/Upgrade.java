package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.service.queue.Batch;
import org.kingfisherprocess.service.queue.BatchHandler;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.queue.StepQueue;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.CollectionFiles;
import org.kingfisherprocess.service.store.Contents;

/// Upgrades the items of files from OCDS 1.0 to 1.1, into files of the same names, with items of
/// the same numbers. An item is upgraded by the transaction that creates it: so never twice,
/// whoever tries.
///
/// Of a file with many items some are upgraded at a time; the step's progress is the number of the
/// next. A large item is created here and filled by steps of its own: [UpgradeItem].
final class Upgrade implements BatchHandler {
    // The collection is locked, so that nobody deletes rows of it meanwhile.
    private static final String FILES =
            """
            select f.id, f.filename, f.url from collection_file f join collection c on c.id = ? and c.deleted_at is null
            where f.id = any(?::bigint[]) for key share of c
            """;

    // Of a large item it is enough to know that it is one.
    private static final String ITEMS =
            """
            select i.id, s.source, s.target, i.number,
                (select count(*) from (select from release where collection_file_item_id = i.id limit ?) as releases)
                    + (select count(*) from (select from record where collection_file_item_id = i.id limit ?) as records)
                    as documents
            from unnest(?::bigint[], ?::bigint[], ?::bigint[]) with ordinality as s (source, target, first, place)
            join collection_file_item i on i.collection_file_id = s.source and i.number >= s.first
            where not exists (
                select from collection_file_item d where d.collection_file_id = s.target and d.number = i.number)
            order by s.place, i.number
            limit ?
            """;

    private final Database database;
    private final CompileLimits limits;
    private final CollectionFiles files = new CollectionFiles();
    private final CollectionFileItems items = new CollectionFileItems();
    private final FindingNotes notes = new FindingNotes();
    private final Planting planting = new Planting();
    private final StepQueue queue = new StepQueue();

    Upgrade(Database database, CompileLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    @Override
    public String name() {
        return StepNames.UPGRADE;
    }

    @Override
    public int fitting(Tx tx, QueuedStep step) throws SQLException {
        return limits.filesOf(FileSize.ofAll(tx, file(step), limits.documents()));
    }

    /// An item of the source that is to be upgraded.
    ///
    /// @param source the file that it is in
    /// @param target the file that it goes into
    private record Item(long id, long source, long target, int number, long documents) {
        static Item read(Row row) throws SQLException {
            return new Item(
                    row.longValue("id"),
                    row.longValue("source"),
                    row.longValue("target"),
                    row.intValue("number"),
                    row.longValue("documents"));
        }
    }

    @Override
    public Batch runTogether(Tx tx, List<QueuedStep> steps) throws SQLException {
        var begins = new LinkedHashMap<Long, Long>();
        steps.forEach(step -> begins.merge(file(step), step.progress(), Math::min));
        long collectionId = steps.getFirst().collectionId();
        var targets = targets(tx, collectionId, begins.keySet());
        if (targets.isEmpty()) {
            return new Batch(steps, new StepOutcome.Done());
        }
        var waiting = waiting(tx, begins, targets);
        var now = some(waiting);
        upgrade(tx, collectionId, now);
        if (now.size() == waiting.size() && waiting.size() < limits.documents()) {
            return new Batch(steps, new StepOutcome.Done());
        }
        long unfinished = waiting.get(Math.min(now.size(), waiting.size() - 1)).source();
        var done = steps.stream().takeWhile(step -> file(step) != unfinished).toList();
        return done.isEmpty()
                ? new Batch(
                        List.of(steps.getFirst()),
                        new StepOutcome.Remains("", "", now.getLast().number() + 1L))
                : new Batch(done, new StepOutcome.Done());
    }

    private static long file(QueuedStep step) {
        return step.fileId().orElseThrow();
    }

    /// The files into which these are upgraded. None where the collection is gone.
    private Map<Long, Long> targets(Tx tx, long collectionId, Collection<Long> sources)
            throws SQLException {
        var wanted = new HashMap<Long, CollectionFiles.NewFile>();
        tx.query(
                FILES,
                row ->
                        wanted.put(
                                row.longValue("id"),
                                new CollectionFiles.NewFile(
                                        new CollectionFiles.Key(collectionId, row.text("filename")),
                                        row.text("url"))),
                collectionId,
                SqlArray.bigint(sources));
        var ids = new HashMap<>(files.insert(tx, List.copyOf(wanted.values())));
        var others =
                wanted.values().stream()
                        .map(CollectionFiles.NewFile::key)
                        .filter(key -> !ids.containsKey(key))
                        .toList();
        if (!others.isEmpty()) {
            ids.putAll(files.find(tx, others));
        }
        var targets = new HashMap<Long, Long>();
        wanted.forEach((source, file) ->
                targets.put(source, Optional.ofNullable(ids.get(file.key())).orElseThrow()));
        return targets;
    }

    /// The items of files that are not upgraded yet, from where each step begins.
    private List<Item> waiting(Tx tx, Map<Long, Long> begins, Map<Long, Long> targets)
            throws SQLException {
        return tx.query(
                ITEMS,
                Item::read,
                limits.documents() + 1,
                limits.documents() + 1,
                SqlArray.bigint(begins.keySet()),
                SqlArray.bigint(begins.keySet().stream().map(targets::get).toList()),
                SqlArray.bigint(begins.values()),
                limits.documents());
    }

    /// As many as hold the documents of one step, and at least one.
    private List<Item> some(List<Item> waiting) {
        long sum = 0;
        int count = 0;
        while (count < waiting.size()
                && (count == 0 || sum + waiting.get(count).documents() <= limits.documents())) {
            sum += waiting.get(count).documents();
            count++;
        }
        return waiting.subList(0, count);
    }

    private void upgrade(Tx tx, long collectionId, List<Item> wanted) throws SQLException {
        var byKey = new HashMap<CollectionFileItems.Key, Item>();
        for (var item : wanted) {
            if (item.documents() > 0) {
                byKey.put(new CollectionFileItems.Key(item.target(), item.number()), item);
            }
        }
        var places = new HashMap<Long, Contents.Place>();
        for (var created : items.insert(tx, List.copyOf(byKey.keySet())).entrySet()) {
            var item = Optional.ofNullable(byKey.get(created.getKey())).orElseThrow();
            if (item.documents() > limits.documents()) {
                queue.plant(
                        tx,
                        UpgradeItem.steps(
                                tx,
                                collectionId,
                                item.source(),
                                item.number(),
                                item.id(),
                                limits.documents()));
            } else {
                places.put(
                        item.id(),
                        new Contents.Place(collectionId, item.target(), created.getValue()));
            }
        }
        if (!places.isEmpty()) {
            var findings = new Findings();
            var writer = new UpgradeWriter(tx, places, limits, findings);
            new UpgradeReading(tx, writer).items(places.keySet());
            writer.flush();
            notes.write(tx, collectionId, findings);
            planting.documentsStored(tx, writer.firstRecords(), List.of());
        }
    }

    @Override
    public void committed(QueuedStep step) {
        Finish.nudge(database, step.collectionId());
    }
}
