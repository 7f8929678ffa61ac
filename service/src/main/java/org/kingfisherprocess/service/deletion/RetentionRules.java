package org.kingfisherprocess.service.deletion;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.store.RetentionCandidates.Candidate;

/// How long collections are kept: version 1's three rules, and version 2's exception.
///
/// @param old collections that ended longer ago go
/// @param neverEnded collections that started longer ago and have not ended go
/// @param empty collections that ended longer ago and hold nothing go
/// @param keepOne whether of each source the latest original one stays that would go for its age,
///   with what is made from it
public record RetentionRules(Duration old, Duration neverEnded, Duration empty, boolean keepOne) {

    /// Why a collection goes.
    public enum Rule {
        OLD,
        NEVER_ENDED,
        EMPTY
    }

    /// Why a collection stays to which a rule applies.
    public enum Reprieve {
        /// It is the one that is kept of its source.
        LAST_OF_SOURCE,
        /// Something that is made from it stays.
        IN_USE
    }

    /// What is to become of a collection to which a rule applies.
    public record Verdict(Candidate collection, Rule rule, Optional<Reprieve> reprieve) {
        public boolean goes() {
            return reprieve.isEmpty();
        }
    }

    /// Judges all collections together, the derived ones before what they are made from. Those to
    /// which no rule applies are left out.
    List<Verdict> judge(List<Candidate> collections, Instant now) {
        var rules = new HashMap<Long, Rule>();
        collections.forEach(one -> rule(one, now).ifPresent(rule -> rules.put(one.id(), rule)));
        var kept = keepOne ? kept(collections, rules) : Set.<Long>of();
        var staying = new HashSet<Long>();
        return collections.stream()
                .sorted(Comparator.comparingLong(Candidate::id).reversed())
                .flatMap(one -> {
                    var verdict =
                            Optional.ofNullable(rules.get(one.id()))
                                    .map(rule ->
                                            new Verdict(one, rule, reprieve(one, kept, staying)));
                    if (verdict.filter(Verdict::goes).isEmpty()) {
                        one.from().ifPresent(staying::add);
                    }
                    return verdict.stream();
                })
                .toList();
    }

    private Optional<Rule> rule(Candidate one, Instant now) {
        if (one.ended().isEmpty()) {
            return one.started().isBefore(now.minus(neverEnded))
                    ? Optional.of(Rule.NEVER_ENDED)
                    : Optional.empty();
        }
        if (one.endedEmpty() && one.ended().get().isBefore(now.minus(empty))) {
            return Optional.of(Rule.EMPTY);
        }
        return one.ended().get().isBefore(now.minus(old))
                ? Optional.of(Rule.OLD)
                : Optional.empty();
    }

    private static Optional<Reprieve> reprieve(Candidate one, Set<Long> kept, Set<Long> staying) {
        if (kept.contains(one.id())) {
            return Optional.of(Reprieve.LAST_OF_SOURCE);
        }
        return staying.contains(one.id()) ? Optional.of(Reprieve.IN_USE) : Optional.empty();
    }

    /// Of each source the latest old original, whole crawls before samples, and all that is made
    /// from it.
    private static Set<Long> kept(List<Candidate> collections, Map<Long, Rule> rules) {
        var latest =
                Comparator.comparing((Candidate one) -> !one.sample())
                        .thenComparing(Candidate::dataVersion);
        var kept =
                collections.stream()
                        .filter(one -> one.transformType().isEmpty())
                        .filter(one -> rules.get(one.id()) == Rule.OLD)
                        .collect(Collectors.groupingBy(Candidate::source, Collectors.maxBy(latest)))
                        .values()
                        .stream()
                        .flatMap(Optional::stream)
                        .map(Candidate::id)
                        .collect(Collectors.toCollection(HashSet::new));
        for (var one : collections) { // in order of id, so what is derived comes after its origin
            if (one.from().isPresent()
                    && kept.contains(one.from().getAsLong())
                    && rules.get(one.id()) == Rule.OLD) {
                kept.add(one.id());
            }
        }
        return kept;
    }
}
