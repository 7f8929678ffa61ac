package org.kingfisherprocess.service.deletion;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.kingfisherprocess.service.deletion.RetentionRules.Verdict;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.RetentionCandidates;

/// Finds the collections that are kept no longer, and marks them.
public final class Retention {
    private final Database database;
    private final RetentionRules rules;
    private final InstantSource clock;
    private final Marking marking;

    public Retention(Database database, RetentionRules rules, InstantSource clock) {
        this.database = database;
        this.rules = rules;
        this.clock = clock;
        this.marking = new Marking(database);
    }

    /// What would become of the collections to which a rule applies, the derived ones before what
    /// they are made from. Changes nothing.
    public List<Verdict> judge() {
        var now = clock.instant();
        return database.transaction(tx ->
                rules.judge(new RetentionCandidates().all(tx, now.minus(rules.empty())), now));
    }

    /// Marks those that go and are still as they were judged, and returns these.
    public List<Verdict> mark(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(Verdict::goes)
                .filter(verdict -> database.<Boolean>transaction(tx -> mark(tx, verdict)))
                .toList();
    }

    private boolean mark(Tx tx, Verdict verdict) throws SQLException {
        var collection = verdict.collection();
        var wish = new Marking.Wish(false, false, reason(verdict));
        return new RetentionCandidates()
                        .isUnchanged(tx, clock.instant().minus(rules.empty()), collection)
                && marking.delete(tx, collection.id(), wish) instanceof Marking.Outcome.Marked;
    }

    /// Why a rule applies, in the words of a note.
    public String reason(Verdict verdict) {
        return switch (verdict.rule()) {
            case OLD -> "it ended more than %,d days ago".formatted(rules.old().toDays());
            case NEVER_ENDED ->
                    "it started more than %,d days ago and has not ended"
                            .formatted(rules.neverEnded().toDays());
            case EMPTY ->
                    "it ended more than %,d days ago and holds nothing"
                            .formatted(rules.empty().toDays());
        };
    }

    /// The same, and why it stays if it does.
    public String explanation(Verdict verdict) {
        return verdict.reprieve()
                .map(reprieve ->
                        switch (reprieve) {
                            case LAST_OF_SOURCE ->
                                    "the latest of its source that is so old, and what is made from it";
                            case IN_USE -> "something that is made from it stays";
                        })
                .map(exception -> "%s; stays: %s".formatted(reason(verdict), exception))
                .orElseGet(() -> reason(verdict));
    }
}
