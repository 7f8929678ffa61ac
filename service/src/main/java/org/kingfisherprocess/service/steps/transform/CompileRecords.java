package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.queue.NewStep;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepHandler;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.queue.StepQueue;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.StoredDocuments;

/// Compiles the records of a file. Of an OCID's records the first that was stored counts: where
/// that came in another file, this one only adds to a warning.
final class CompileRecords implements StepHandler {
    private static final String READ =
            """
            select r.id, r.ocid, r.data_id, r.package_data_id, pg_column_size(d.data) as bytes,
                not exists (select from record x where x.collection_id = r.collection_id and x.ocid = r.ocid
                    and x.id < r.id) as first
            from record r join data d on d.id = r.data_id
            where r.collection_file_id = ? and r.id >= ? %s
            order by r.ocid, r.id
            """;

    private static final String OF_FILE = READ.formatted("");

    private static final String OF_RANGE =
            READ.formatted("and r.collection_id = ? and r.ocid between ? and ?");

    private static final String IS_LARGE =
            "select count(*) > ? as large from (select from record where collection_file_id = ? and id >= ? limit ?) as found";

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

    // Locked, so that nobody deletes rows of the collection meanwhile.
    private static final String SOURCE =
            """
            select transform_from_collection_id as source from collection where id = ? and deleted_at is null
            for key share
            """;

    private final Database database;
    private final MergeRuleBook book;
    private final CompileLimits limits;
    private final CompiledTables tables = new CompiledTables();
    private final StoredDocuments documents = new StoredDocuments();
    private final FindingNotes notes = new FindingNotes();
    private final StepQueue queue = new StepQueue();

    CompileRecords(Database database, MergeRuleBook book, CompileLimits limits) {
        this.database = database;
        this.book = book;
        this.limits = limits;
    }

    @Override
    public String name() {
        return StepNames.COMPILE_RECORDS;
    }

    @Override
    public StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
        var source = tx.queryOne(SOURCE, row -> row.longValue("source"), step.collectionId());
        if (source.isEmpty()) {
            return new StepOutcome.Done();
        }
        if (step.ocid().isEmpty() && isLarge(tx, step)) {
            queue.plant(tx, ranges(tx, step, limits.documents()));
            return new StepOutcome.Done();
        }
        var found = read(tx, step, source.get());
        var records = found.stream().filter(Found::first).map(Found::document).toList();
        var rules = RulesOfOcids.of(tx, book, records);
        var preparation = rules.preparation();
        if (preparation.isPresent()) {
            return new StepOutcome.After(preparation.get());
        }
        rules.note(tx, step.collectionId());
        var findings = new Findings();
        var batch = new Batch(rules, findings);
        documents.forEach(tx, records, batch);
        noteOthers(found, batch.rest, findings);
        tables.store(tx, step.collectionId(), batch.compiled, findings);
        notes.write(tx, step.collectionId(), findings);
        return batch.rest.isPresent()
                ? new StepOutcome.Remains(batch.rest.get(), batch.last, step.progress())
                : new StepOutcome.Done();
    }

    private boolean isLarge(Tx tx, QueuedStep step) throws SQLException {
        int most = limits.documents();
        return tx.queryOne(
                        IS_LARGE,
                        row -> row.bool("large"),
                        most,
                        file(step),
                        step.progress(),
                        most + 1)
                .orElseThrow();
    }

    private static List<NewStep> ranges(Tx tx, QueuedStep step, int records) throws SQLException {
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

    /// @param first whether it is the one of its OCID that counts
    private record Found(SourceDocument document, boolean first) {
        static Found read(Row row) throws SQLException {
            return new Found(SourceDocument.read(row), row.bool("first"));
        }
    }

    private static List<Found> read(Tx tx, QueuedStep step, long source) throws SQLException {
        return step.ocid().isEmpty()
                ? tx.query(OF_FILE, Found::read, file(step), step.progress())
                : tx.query(
                        OF_RANGE,
                        Found::read,
                        file(step),
                        step.progress(),
                        source,
                        step.ocid(),
                        step.lastOcid());
    }

    /// Those that do not count; but not of what is left for later.
    private static void noteOthers(List<Found> found, Optional<String> rest, Findings findings) {
        for (var one : found) {
            var ocid = one.document().ocid();
            if (rest.filter(ocid::equals).isPresent()) {
                return;
            }
            if (!one.first()) {
                findings.add(Finding.SEVERAL_RECORDS, ocid);
            }
        }
    }

    private static long file(QueuedStep step) {
        return step.fileId().orElseThrow();
    }

    @Override
    public List<NewStep> split(Tx tx, QueuedStep step) throws SQLException {
        var parts = ranges(tx, step, 1);
        return parts.size() < 2 ? List.of() : parts;
    }

    @Override
    public void committed(QueuedStep step) {
        Finish.nudge(database, step.collectionId());
    }

    /// Record after record, until enough was made.
    private final class Batch implements StoredDocuments.Taker<SourceDocument> {
        private final RulesOfOcids rules;
        private final Findings findings;
        private final List<Compiled> compiled = new ArrayList<>();
        private long bytes;
        private Optional<String> rest = Optional.empty();
        private String last = "";

        private Batch(RulesOfOcids rules, Findings findings) {
            this.rules = rules;
            this.findings = findings;
        }

        @Override
        public void take(SourceDocument document, byte[] json) {
            last = document.ocid();
            if (rest.isEmpty() && bytes >= limits.bytes()) {
                rest = Optional.of(document.ocid());
            }
            if (rest.isEmpty()) {
                var result =
                        new RecordOfOcid(
                                        document.ocid(),
                                        rules.of(document.ocid()),
                                        limits.json(),
                                        findings)
                                .compile(json);
                compiled.add(result);
                bytes += result instanceof Compiled.Made made ? made.json().utf8().length : 0;
            }
        }
    }
}
