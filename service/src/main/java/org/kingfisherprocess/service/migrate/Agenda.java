package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kingfisherprocess.service.sql.Tx;

/// What is still to do on a database, in the order in which it is to be done.
///
/// All expansions come first, so that new code can work as early as possible, then all that ends
/// old code; but nothing overtakes a breaking step, since what follows it was written for the
/// tables that it leaves behind.
final class Agenda {
    /// A step to do, or half done.
    record Item(Migration migration, MigrationStep step, Optional<StepProgress> progress) {
        StepAddress address() {
            int number = migration.steps().indexOf(step) + 1;
            return new StepAddress(
                    migration.version(),
                    migration.name(),
                    step.name(),
                    number,
                    migration.steps().size());
        }
    }

    private final List<Migration> ours;
    private final List<Adoption> adoptions;
    private final List<History.Entry> done;
    private final Map<StepRecords.Key, StepRecords.Entry> steps;

    private Agenda(
            List<Migration> ours,
            List<Adoption> adoptions,
            List<History.Entry> done,
            Map<StepRecords.Key, StepRecords.Entry> steps) {
        this.ours = ours;
        this.adoptions = adoptions;
        this.done = done;
        this.steps = steps;
    }

    /// Refuses a database that was run by another list than ours.
    static Agenda of(Tx tx, List<Migration> ours, List<Adoption> adoptions) throws SQLException {
        var done = History.read(tx);
        done.forEach(entry -> check(entry, ours));
        return new Agenda(ours, adoptions, done, StepRecords.read(tx));
    }

    /// The history's migrations that are not finished and those that were not begun, with the steps
    /// that lead there on this database.
    List<Migration> pending() {
        return ours.stream()
                .filter(migration -> entry(migration).map(entry -> !entry.finished()).orElse(true))
                .map(this::asRun)
                .toList();
    }

    List<Item> items(RunOptions options) {
        var items = new ArrayList<Item>();
        var segment = new ArrayList<Item>();
        for (var migration : pending()) {
            if (migration.version() > options.target()) {
                break;
            }
            segment.addAll(unfinished(migration));
            if (migration.steps().stream().anyMatch(step -> step.phase() == Phase.BREAKING)) {
                if (!addAll(items, segment, options)) {
                    return items;
                }
                segment.clear();
            }
        }
        addAll(items, segment, options);
        return items;
    }

    /// A newer release was here. Where it only added to the tables, there is nothing for us to do.
    void refuseNewerThan(int version) {
        if (state().needs() > version) {
            var last = done.getLast();
            throw new MigrationException(
                    ("the database is at version %d (%s), this release knows versions up to %d; use the newer"
                                    + " release that migrated it")
                            .formatted(last.version(), last.name(), version));
        }
    }

    SchemaState state() {
        return History.state(done);
    }

    Optional<String> adopting() {
        return done.stream()
                .filter(entry -> !entry.finished())
                .flatMap(entry -> entry.adoptedFrom().stream())
                .findFirst();
    }

    private Migration asRun(Migration migration) {
        return entry(migration)
                .flatMap(History.Entry::adoptedFrom)
                .flatMap(origin ->
                        adoptions.stream()
                                .filter(adoption -> adoption.origin().equals(origin))
                                .findFirst())
                .map(adoption ->
                        new Migration(
                                migration.version(),
                                migration.name(),
                                adoption.steps(),
                                migration.checksum()))
                .orElse(migration);
    }

    private Optional<History.Entry> entry(Migration migration) {
        return done.stream().filter(entry -> entry.version() == migration.version()).findFirst();
    }

    /// Returns false where steps of the segment are left out, behind which nothing may be done.
    private static boolean addAll(List<Item> items, List<Item> segment, RunOptions options) {
        var ordered =
                Stream.concat(
                                segment.stream()
                                        .filter(item -> item.step().phase() == Phase.EXPAND),
                                segment.stream()
                                        .filter(item -> item.step().phase() != Phase.EXPAND))
                        .toList();
        for (var item : ordered) {
            if (!options.phases().contains(item.step().phase())) {
                return false;
            }
            items.add(item);
        }
        return true;
    }

    private List<Item> unfinished(Migration migration) {
        var items = new ArrayList<Item>();
        for (var step : migration.steps()) {
            var entry =
                    Optional.ofNullable(
                            steps.get(new StepRecords.Key(migration.version(), step.name())));
            entry.ifPresent(known -> checkStep(migration, step, known));
            if (!entry.map(StepRecords.Entry::finished).orElse(false)) {
                items.add(new Item(migration, step, entry.map(StepRecords.Entry::progress)));
            }
        }
        return items;
    }

    private static void checkStep(
            Migration migration, MigrationStep step, StepRecords.Entry known) {
        if (!known.checksum().equals(Checksum.of(step.text()))) {
            throw new MigrationException(
                    ("the step %s of migration %d (%s) was changed after it was begun on this database; go on with the release that"
                                    + " began it, or let it abort the step first")
                            .formatted(step.name(), migration.version(), migration.name()));
        }
    }

    private static void check(History.Entry entry, List<Migration> ours) {
        if (entry.version() > ours.size() || !entry.finished()) {
            return; // a newer release's, or its steps are looked at one by one
        }
        var same = ours.get(entry.version() - 1);
        if (!same.checksum().equals(entry.checksum())) {
            throw new MigrationException(
                    ("migration %d (%s) was changed after it was run on this database: checksum %s then, %s now;"
                                    + " restore the migration and put the change into a new one")
                            .formatted(
                                    entry.version(),
                                    entry.name(),
                                    entry.checksum(),
                                    same.checksum()));
        }
    }
}
