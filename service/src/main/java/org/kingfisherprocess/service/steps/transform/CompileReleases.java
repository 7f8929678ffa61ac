package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.queue.NewStep;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.queue.StepHandler;
import org.kingfisherprocess.service.queue.StepOutcome;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.StoredDocuments;

/// Compiles the releases of a range of OCIDs: those that have no record, and, where they were
/// compiled before, those that have got releases since.
final class CompileReleases implements StepHandler {
    private static final String READ =
            """
            select r.id, r.ocid, r.data_id, r.package_data_id, pg_column_size(d.data) as bytes
            from release r join data d on d.id = r.data_id
            where r.collection_id = ? and r.ocid between ? and ?
                and not exists (select from record x where x.collection_id = ? and x.ocid = r.ocid)
                %s
            order by r.ocid, r.release_date collate "C", r.id
            """;

    private static final String ALL = READ.formatted("");

    private static final String CHANGED =
            READ.formatted(
                    """
                    and exists (
                        select from release y where y.collection_id = ? and y.ocid = r.ocid and y.id > ?)
                    """);

    // Locked, so that nobody deletes rows of the collection meanwhile.
    private static final String SOURCE =
            """
            select transform_from_collection_id as source from collection where id = ? and deleted_at is null
            for key share
            """;

    private static final String OCIDS =
            "select distinct ocid from release where collection_id = ? and ocid between ? and ? order by ocid";

    private final Database database;
    private final MergeRuleBook book;
    private final CompileLimits limits;
    private final CompiledTables tables = new CompiledTables();
    private final StoredDocuments documents = new StoredDocuments();
    private final FindingNotes notes = new FindingNotes();

    CompileReleases(Database database, MergeRuleBook book, CompileLimits limits) {
        this.database = database;
        this.book = book;
        this.limits = limits;
    }

    @Override
    public String name() {
        return StepNames.COMPILE_RELEASES;
    }

    @Override
    public StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
        var source = source(tx, step);
        if (source.isEmpty()) {
            return new StepOutcome.Done();
        }
        var releases = read(tx, step, source.get());
        var rules = RulesOfOcids.of(tx, book, releases);
        var preparation = rules.preparation();
        if (preparation.isPresent()) {
            return new StepOutcome.After(preparation.get());
        }
        rules.note(tx, step.collectionId());
        var findings = new Findings();
        var batch = new Batch(rules, findings);
        documents.forEach(tx, releases, batch);
        batch.endOcid();
        var basis = Basis.ofReleases(source.get(), releases);
        tables.store(tx, step.collectionId(), batch.compiled, basis, findings);
        notes.write(tx, step.collectionId(), findings);
        return batch.rest.isPresent()
                ? new StepOutcome.Remains(batch.rest.get(), step.lastOcid(), step.progress())
                : new StepOutcome.Done();
    }

    private static Optional<Long> source(Tx tx, QueuedStep step) throws SQLException {
        return tx.queryOne(SOURCE, row -> row.longValue("source"), step.collectionId());
    }

    private static List<SourceDocument> read(Tx tx, QueuedStep step, long source)
            throws SQLException {
        return step.progress() == 0
                ? tx.query(ALL, SourceDocument::read, source, step.ocid(), step.lastOcid(), source)
                : tx.query(
                        CHANGED,
                        SourceDocument::read,
                        source,
                        step.ocid(),
                        step.lastOcid(),
                        source,
                        source,
                        step.progress());
    }

    @Override
    public List<NewStep> split(Tx tx, QueuedStep step) throws SQLException {
        var source = source(tx, step);
        if (step.ocid().equals(step.lastOcid()) || source.isEmpty()) {
            return List.of();
        }
        return tx.query(
                OCIDS,
                row -> step.again().range(row.text("ocid"), row.text("ocid")),
                source.get(),
                step.ocid(),
                step.lastOcid());
    }

    @Override
    public void committed(QueuedStep step) {
        Finish.nudge(database, step.collectionId());
    }

    /// The releases of OCID after OCID, until enough was made.
    private final class Batch implements StoredDocuments.Taker<SourceDocument> {
        private final RulesOfOcids rules;
        private final Findings findings;
        private final List<Compiled> compiled = new ArrayList<>();
        private @Nullable ReleasesOfOcid open;
        private String ocid = "";
        private long bytes;
        private Optional<String> rest = Optional.empty();

        private Batch(RulesOfOcids rules, Findings findings) {
            this.rules = rules;
            this.findings = findings;
        }

        @Override
        public void take(SourceDocument release, byte[] json) {
            if (rest.isPresent()) {
                return;
            }
            if (!release.ocid().equals(ocid)) {
                endOcid();
                if (bytes >= limits.bytes()) {
                    rest = Optional.of(release.ocid());
                    return;
                }
                ocid = release.ocid();
                open = new ReleasesOfOcid(ocid, rules.of(ocid), limits.json(), findings);
            }
            java.util.Objects.requireNonNull(open).add(release.row(), release.dataId(), json);
        }

        private void endOcid() {
            if (open != null) {
                var result = open.result();
                compiled.add(result);
                bytes += result instanceof Compiled.Made made ? made.json().utf8().length : 0;
                open = null;
            }
        }
    }
}
