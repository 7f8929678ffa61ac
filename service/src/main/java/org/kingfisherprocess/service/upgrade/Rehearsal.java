package org.kingfisherprocess.service.upgrade;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.migrate.MigrationEvent;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.Plan;
import org.kingfisherprocess.service.migrate.PlannedStep;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.migrate.StepAddress;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.LockMode;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.upgrade.RehearsedStep.Held;

/// Runs the engine on a database that nobody needs, and tells what its steps really locked and
/// rewrote.
public final class Rehearsal {
    private final Migrator migrator;
    private final LockNotes notes;

    /// Prepares one; nothing is done yet.
    ///
    /// @param throwaway filled with sample rows, at the version of the real database; its user is a
    ///   superuser
    public Rehearsal(Database throwaway, Migrator migrator) {
        this.migrator = migrator;
        this.notes = new LockNotes(throwaway);
    }

    /// Does it, and tells of each step.
    ///
    /// @param real what is to be done on the real database, with its counts of rows
    public List<RehearsedStep> run(Plan real, RunOptions options) {
        var here = byStep(migrator.plan(options));
        var there = byStep(real);
        var steps = new ArrayList<RehearsedStep>();
        notes.install();
        var before = new HashMap<String, Long>(notes.files());
        try (var _ = notes.sampling()) {
            migrator.run(
                    options,
                    event -> {
                        if (event instanceof MigrationEvent.StepStarted started) {
                            notes.watch(started.pid());
                        }
                        if (event instanceof MigrationEvent.StepFinished finished) {
                            var after = notes.files();
                            steps.add(step(finished, here, there, before, after));
                            before.clear();
                            before.putAll(after);
                        }
                    });
        }
        return steps;
    }

    private RehearsedStep step(
            MigrationEvent.StepFinished finished,
            Map<StepAddress, PlannedStep> here,
            Map<StepAddress, PlannedStep> there,
            Map<String, Long> before,
            Map<String, Long> after) {
        var planned = here.get(finished.step());
        var taken = notes.take();
        var locks =
                taken.locks().stream()
                        .filter(held -> before.containsKey(held.table()))
                        .collect(
                                Collectors.toMap(
                                        Held::table, Function.identity(), Rehearsal::stronger))
                        .values()
                        .stream()
                        .sorted(
                                Comparator.comparing(Held::mode)
                                        .reversed()
                                        .thenComparing(Held::table))
                        .toList();
        var rewritten =
                before.entrySet().stream()
                        .filter(file ->
                                after.containsKey(file.getKey())
                                        && !file.getValue().equals(after.get(file.getKey())))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        return new RehearsedStep(
                finished.step(),
                planned == null ? "" : planned.kind(),
                finished.took(),
                locks,
                taken.longest(),
                rewritten,
                estimate(finished.took(), planned, there.get(finished.step())),
                planned == null ? List.of() : surprises(planned.findings(), locks, rewritten));
    }

    private static Held stronger(Held one, Held other) {
        return one.mode().compareTo(other.mode()) >= 0 ? one : other;
    }

    private static Optional<Duration> estimate(
            Duration took,
            @org.jspecify.annotations.Nullable PlannedStep here,
            @org.jspecify.annotations.Nullable PlannedStep there) {
        if (here == null || there == null || here.rows() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofMillis(
                        (long) (took.toMillis() * ((double) there.rows() / here.rows()))));
    }

    /// The plan must name every lock that keeps others from writing or reading, and every rewrite.
    private static List<String> surprises(
            List<Finding> findings, List<Held> locks, List<String> rewritten) {
        var surprises = new ArrayList<String>();
        for (var held : locks) {
            var foreseen =
                    findings.stream()
                            .filter(finding ->
                                    plain(finding.table()).equals(held.table())
                                            || finding.table().isEmpty())
                            .map(Finding::lock)
                            .max(Comparator.naturalOrder())
                            .orElse(LockMode.NONE);
            if (held.mode().blocksWriters() && held.mode().compareTo(foreseen) > 0) {
                surprises.add(
                        "%s on %s, where the plan says %s"
                                .formatted(held.mode().words(), held.table(), foreseen.words()));
            }
        }
        for (var table : rewritten) {
            if (findings.stream().noneMatch(finding -> finding.cost() == Cost.REWRITE)) {
                surprises.add(
                        "%s was rewritten, where the plan says nothing of it".formatted(table));
            }
        }
        return surprises;
    }

    private static String plain(String table) {
        return table.substring(table.lastIndexOf('.') + 1).replace("\"", "");
    }

    private static Map<StepAddress, PlannedStep> byStep(Plan plan) {
        return plan.steps().stream()
                .collect(Collectors.toMap(PlannedStep::address, Function.identity()));
    }
}
