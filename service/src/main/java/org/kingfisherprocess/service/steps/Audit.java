package org.kingfisherprocess.service.steps;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.kingfisherprocess.service.spool.Acknowledged;
import org.kingfisherprocess.service.spool.SpoolView;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.store.IntakeReceipts.Finding;

/// Compares what was acknowledged with what is stored, receipt by receipt.
///
/// What was acknowledged comes from the spool's own journal, not from the database that it is
/// compared with. Memory holds what was found, not what was compared.
public final class Audit {
    private static final int BATCH = 5_000;

    private final SpoolView spool;
    private final Database database;
    private final IntakeReceipts receipts;

    public Audit(SpoolView spool, Database database, IntakeReceipts receipts) {
        this.spool = spool;
        this.database = database;
        this.receipts = receipts;
    }

    /// How a collection stands; numbers of submissions.
    ///
    /// @param discarded by a person's decision, on the submission itself or on its collection
    public record Standing(
            long acknowledged,
            long stored,
            long duplicates,
            long waiting,
            long setAside,
            long discarded,
            long lost) {
        private static final Standing NOTHING = new Standing(0, 0, 0, 0, 0, 0, 0);

        private Standing plus(Standing more) {
            return new Standing(
                    acknowledged + more.acknowledged,
                    stored + more.stored,
                    duplicates + more.duplicates,
                    waiting + more.waiting,
                    setAside + more.setAside,
                    discarded + more.discarded,
                    lost + more.lost);
        }
    }

    /// What was found.
    ///
    /// @param collections by the text of their key
    /// @param lost acknowledged, and neither stored nor in the spool
    /// @param doubled stored more than once
    /// @param half with other documents than their receipts say; always empty unless asked for
    public record Report(
            Map<String, Standing> collections,
            List<Finding> lost,
            List<Finding> doubled,
            List<Finding> half) {
        /// Whether everything that was acknowledged is there once, or still on its way.
        public boolean isClean() {
            return lost.isEmpty() && doubled.isEmpty() && half.isEmpty();
        }

        public Standing total() {
            return collections.values().stream().reduce(Standing.NOTHING, Standing::plus);
        }
    }

    /// Compares everything in the journal of what was acknowledged.
    ///
    /// @param wanted which collections, by the text of their key
    /// @param deep whether to count the rows of every file as well
    public Report run(Predicate<String> wanted, boolean deep) {
        var collections = new TreeMap<String, Standing>();
        var lost = new ArrayList<Finding>();
        try (var acknowledged = spool.acknowledged()) {
            compare(
                    acknowledged.filter(one -> wanted.test(one.group())).iterator(),
                    collections,
                    lost);
        }
        var doubled = database.transaction(receipts::doubled);
        var half = deep ? database.transaction(receipts::half) : List.<Finding>of();
        return new Report(collections, lost, only(wanted, doubled), only(wanted, half));
    }

    /// Compares what was acknowledged since that moment, and reads no more than that: on a busy
    /// server a few seconds' worth.
    public Report since(Instant moment) {
        var collections = new TreeMap<String, Standing>();
        var lost = new ArrayList<Finding>();
        try (var acknowledged = spool.acknowledgedSince(moment)) {
            compare(acknowledged.iterator(), collections, lost);
        }
        var doubled = database.transaction(tx -> receipts.doubledSince(tx, moment));
        return new Report(collections, lost, doubled, List.of());
    }

    private void compare(
            Iterator<Acknowledged> acknowledged,
            Map<String, Standing> collections,
            List<Finding> lost) {
        var batch = new ArrayList<Acknowledged>();
        while (acknowledged.hasNext()) {
            batch.add(acknowledged.next());
            if (batch.size() == BATCH || !acknowledged.hasNext()) {
                compare(batch, collections, lost);
                batch.clear();
            }
        }
    }

    private void compare(
            List<Acknowledged> batch, Map<String, Standing> collections, List<Finding> lost) {
        var ids = batch.stream().map(one -> one.receipt().value()).toList();
        var outcomes = database.transaction(tx -> receipts.outcomes(tx, ids));
        for (var one : batch) {
            var standing =
                    switch (outcomes.get(one.receipt().value())) {
                        case STORED -> new Standing(1, 1, 0, 0, 0, 0, 0);
                        case DUPLICATE -> new Standing(1, 0, 1, 0, 0, 0, 0);
                        case CANCELLED -> new Standing(1, 0, 0, 0, 0, 1, 0);
                        case null -> notStored(one);
                    };
            if (standing.lost() > 0) {
                lost.add(new Finding(one.group(), one.label(), List.of(one.receipt().toString())));
            }
            collections.merge(one.group(), standing, Standing::plus);
        }
    }

    private static Standing notStored(Acknowledged one) {
        return switch (one.state()) {
            case PENDING -> new Standing(1, 0, 0, 1, 0, 0, 0);
            case SET_ASIDE -> new Standing(1, 0, 0, 0, 1, 0, 0);
            case DISCARDED -> new Standing(1, 0, 0, 0, 0, 1, 0);
            case FINISHED, DAMAGED -> new Standing(1, 0, 0, 0, 0, 0, 1);
        };
    }

    private static List<Finding> only(Predicate<String> wanted, List<Finding> findings) {
        return findings.stream().filter(finding -> wanted.test(finding.collection())).toList();
    }
}
