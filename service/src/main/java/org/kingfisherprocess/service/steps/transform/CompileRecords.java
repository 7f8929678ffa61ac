package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.queue.Batch;
import org.kingfisherprocess.service.queue.BatchHandler;
import org.kingfisherprocess.service.queue.NewStep;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.queue.StepQueue;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.StoredDocuments;

/// Compiles the records of files. Of an OCID's records the first that was stored counts: where that
/// came in another file, this one only adds to a warning.
final class CompileRecords implements BatchHandler {
    // Locked, so that nobody deletes rows of the collection meanwhile.
    private static final String SOURCE =
            """
            select transform_from_collection_id as source from collection where id = ? and deleted_at is null
            for key share
            """;

    private final Database database;
    private final MergeRuleBook book;
    private final CompileLimits limits;
    private final RecordRows rows = new RecordRows();
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
    public int fitting(Tx tx, QueuedStep step) throws SQLException {
        return limits.filesOf(
                FileSize.ofRecords(tx, RecordRows.file(step), step.progress(), limits.documents()));
    }

    @Override
    public Batch runTogether(Tx tx, List<QueuedStep> steps) throws SQLException {
        var first = steps.getFirst();
        var source = tx.queryOne(SOURCE, row -> row.longValue("source"), first.collectionId());
        if (source.isEmpty()) {
            return new Batch(steps, new StepOutcome.Done());
        }
        if (!first.ocid().isEmpty()) {
            return compile(tx, source.get(), steps, rows.ofRange(tx, first, source.get()));
        }
        var counts = rows.counts(tx, steps, limits.documents() + 1);
        if (counts.getOrDefault(RecordRows.file(first), 0L) > limits.documents()) {
            queue.plant(tx, rows.ranges(tx, first, limits.documents()));
            return new Batch(List.of(first), new StepOutcome.Done());
        }
        var few = asManyAsFit(steps, counts, limits.documents());
        var found = rows.ofFiles(tx, few);
        var bytes = new HashMap<Long, Long>();
        found.forEach(one -> bytes.merge(one.file(), one.document().storedBytes(), Long::sum));
        var now = asManyAsFit(few, bytes, CompileLimits.MOST_STORED_BYTES);
        var files = now.stream().map(RecordRows::file).collect(Collectors.toSet());
        return compile(
                tx,
                source.get(),
                now,
                found.stream().filter(one -> files.contains(one.file())).toList());
    }

    /// The first steps whose files are together no larger, and at least one.
    private static List<QueuedStep> asManyAsFit(
            List<QueuedStep> steps, Map<Long, Long> sizes, long most) {
        var files = new HashSet<Long>();
        long sum = 0;
        int count = 0;
        for (var step : steps) {
            long file = RecordRows.file(step);
            sum += files.add(file) ? sizes.getOrDefault(file, 0L) : 0;
            if (count > 0 && sum > most) {
                break;
            }
            count++;
        }
        return steps.subList(0, count);
    }

    private Batch compile(Tx tx, long source, List<QueuedStep> steps, List<RecordRows.Found> found)
            throws SQLException {
        long collectionId = steps.getFirst().collectionId();
        var records =
                found.stream()
                        .filter(RecordRows.Found::first)
                        .map(RecordRows.Found::document)
                        .toList();
        var rules = RulesOfOcids.of(tx, book, records);
        var preparation = rules.preparation();
        if (preparation.isPresent()) {
            return new Batch(steps, new StepOutcome.After(preparation.get()));
        }
        rules.note(tx, collectionId);
        var findings = new Findings();
        // Only of a single step a part may be left.
        var making =
                new Making(rules, findings, steps.size() == 1 ? limits.bytes() : Long.MAX_VALUE);
        documents.forEach(tx, records, making);
        noteOthers(found, making.rest, findings);
        tables.store(tx, collectionId, making.compiled, Basis.ofRecords(source, records), findings)
                .forEach(ocid -> findings.add(Finding.SEVERAL_RECORDS, ocid));
        notes.write(tx, collectionId, findings);
        return new Batch(
                steps,
                making.rest.isPresent()
                        ? new StepOutcome.Remains(
                                making.rest.get(), making.last, steps.getFirst().progress())
                        : new StepOutcome.Done());
    }

    /// Those that do not count; but not of what is left for later.
    private static void noteOthers(
            List<RecordRows.Found> found, Optional<String> rest, Findings findings) {
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

    @Override
    public List<NewStep> split(Tx tx, QueuedStep step) throws SQLException {
        var parts = rows.ranges(tx, step, 1);
        return parts.size() < 2 ? List.of() : parts;
    }

    @Override
    public void committed(QueuedStep step) {
        Finish.nudge(database, step.collectionId());
    }

    /// Record after record, until enough was made.
    private final class Making implements StoredDocuments.Taker<SourceDocument> {
        private final RulesOfOcids rules;
        private final Findings findings;
        private final long mostBytes;
        private final List<Compiled> compiled = new ArrayList<>();
        private long bytes;
        private Optional<String> rest = Optional.empty();
        private String last = "";

        private Making(RulesOfOcids rules, Findings findings, long mostBytes) {
            this.rules = rules;
            this.findings = findings;
            this.mostBytes = mostBytes;
        }

        @Override
        public void take(SourceDocument document, byte[] json) {
            last = document.ocid();
            if (rest.isEmpty() && bytes >= mostBytes) {
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
