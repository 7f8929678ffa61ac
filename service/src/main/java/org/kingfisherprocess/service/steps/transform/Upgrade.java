package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepHandler;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.CollectionFiles;
import org.kingfisherprocess.service.store.StoredDocuments;

/// Upgrades the items of a file from OCDS 1.0 to 1.1, into a file of the same name, with items of
/// the same numbers. An item is upgraded by the transaction that creates it: so never twice,
/// whoever tries.
///
/// Of a file with many items some are upgraded at a time; the step's progress is the number of the
/// next.
final class Upgrade implements StepHandler {
    // The collection is locked, so that nobody deletes rows of it meanwhile.
    private static final String FILE =
            """
            select f.filename, f.url from collection_file f join collection c on c.id = ? and c.deleted_at is null
            where f.id = ? for key share of c
            """;

    private static final String ITEMS =
            """
            select i.id, i.number,
                (select count(*) from release where collection_file_item_id = i.id)
                    + (select count(*) from record where collection_file_item_id = i.id) as documents
            from collection_file_item i
            where i.collection_file_id = ? and i.number >= ?
                and not exists (
                    select from collection_file_item d where d.collection_file_id = ? and d.number = i.number)
            order by i.number
            limit ?
            """;

    private static final String READ =
            """
            select r.id, r.ocid, r.collection_file_item_id as item, r.data_id, r.package_data_id, %s,
                pg_column_size(d.data) as bytes, %s as upgraded
            from %s r join data d on d.id = r.data_id
            where r.collection_file_item_id = any(?::bigint[])
            order by r.collection_file_item_id, r.id
            """;

    // "??" is the driver's way to write the operator "?".
    private static final String RELEASES =
            READ.formatted("r.release_id, r.release_date", "d.data ?? 'parties'", "release");

    private static final String RECORDS =
            READ.formatted("'' as release_id, '' as release_date", "false", "record");

    private final Database database;
    private final CompileLimits limits;
    private final CollectionFiles files = new CollectionFiles();
    private final CollectionFileItems items = new CollectionFileItems();
    private final StoredDocuments documents = new StoredDocuments();
    private final FindingNotes notes = new FindingNotes();
    private final Planting planting = new Planting();

    Upgrade(Database database, CompileLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    @Override
    public String name() {
        return StepNames.UPGRADE;
    }

    /// An item of the source.
    private record Item(long id, int number, long documents) {}

    @Override
    public StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
        long source = step.fileId().orElseThrow();
        var file =
                tx.queryOne(
                        FILE,
                        row -> Map.entry(row.text("filename"), row.text("url")),
                        step.collectionId(),
                        source);
        if (file.isEmpty()) {
            return new StepOutcome.Done();
        }
        long target = targetFile(tx, step, file.get().getKey(), file.get().getValue());
        var waiting =
                tx.query(
                        ITEMS,
                        row ->
                                new Item(
                                        row.longValue("id"),
                                        row.intValue("number"),
                                        row.longValue("documents")),
                        source,
                        step.progress(),
                        target,
                        limits.documents());
        var now = some(waiting);
        var firstRecords = upgrade(tx, step.collectionId(), target, now);
        planting.documentsStored(tx, firstRecords, List.of());
        return now.size() < waiting.size() || waiting.size() == limits.documents()
                ? new StepOutcome.Remains("", "", now.getLast().number() + 1L)
                : new StepOutcome.Done();
    }

    private long targetFile(Tx tx, QueuedStep step, String name, String url) throws SQLException {
        var key = new CollectionFiles.Key(step.collectionId(), name);
        var ids = new HashMap<>(files.insert(tx, List.of(new CollectionFiles.NewFile(key, url))));
        if (ids.isEmpty()) {
            ids.putAll(files.find(tx, List.of(key)));
        }
        return Optional.ofNullable(ids.get(key)).orElseThrow();
    }

    /// As many as hold the documents of one step, and at least one.
    private List<Item> some(List<Item> waiting) {
        long sum = 0;
        int count = 0;
        while (count < waiting.size() && (count == 0 || sum < limits.documents())) {
            sum += waiting.get(count).documents();
            count++;
        }
        return waiting.subList(0, count);
    }

    /// Returns the id of the first record that was made, if any, by the file's id.
    private Map<Long, Long> upgrade(Tx tx, long collectionId, long target, List<Item> wanted)
            throws SQLException {
        var numbers = new HashMap<CollectionFileItems.Key, Long>();
        for (var item : wanted) {
            if (item.documents() > 0) {
                numbers.put(new CollectionFileItems.Key(target, item.number()), item.id());
            }
        }
        var targets = new HashMap<Long, Long>();
        items.insert(tx, new ArrayList<>(numbers.keySet()))
                .forEach((key, id) -> targets.put(numbers.getOrDefault(key, 0L), id));
        if (targets.isEmpty()) {
            return Map.of();
        }
        var findings = new Findings();
        var writer = new UpgradeWriter(tx, collectionId, target, targets, limits, findings);
        var sources = SqlArray.bigint(targets.keySet());
        var releases = tx.query(RELEASES, UpgradeWriter.Source::release, sources);
        for (var release : releases) {
            if (release.upgraded()) {
                writer.keep(release);
            }
        }
        documents.forEach(tx, releases.stream().filter(one -> !one.upgraded()).toList(), writer);
        documents.forEach(tx, tx.query(RECORDS, UpgradeWriter.Source::record, sources), writer);
        writer.flush();
        notes.write(tx, collectionId, findings);
        return writer.firstRecords();
    }

    @Override
    public void committed(QueuedStep step) {
        Finish.nudge(database, step.collectionId());
    }
}
