package org.kingfisherprocess.service.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.kingfisherprocess.service.deploy.Deployment.Kind;
import org.kingfisherprocess.service.release.Changes;
import org.kingfisherprocess.service.release.Checkout;
import org.kingfisherprocess.service.release.Commits;
import org.kingfisherprocess.service.release.Description;
import org.kingfisherprocess.service.release.Installation;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.TxFunction;

/// Compares the release that runs with the one that is to run, and says what deploying it takes.
public final class Planner {
    private final Installation installation;
    private final Optional<Checkout> checkout;
    private final Database database;
    private final TxFunction<TablesState> tables;
    private final BusyLook busy;

    /// Plans for one installation.
    ///
    /// @param checkout where git is asked for the commits in between
    /// @param tables how far the database is migrated
    public Planner(
            Installation installation,
            Optional<Checkout> checkout,
            Database database,
            TxFunction<TablesState> tables,
            BusyLook busy) {
        this.installation = installation;
        this.checkout = checkout;
        this.database = database;
        this.tables = tables;
        this.busy = busy;
    }

    /// What exchanging one release for another would do.
    ///
    /// @param expected how many commits the person expects at the most
    public Plan deploy(
            Plan.Release from, Plan.Release to, OtherRelease program, OptionalInt expected) {
        var state = database.transaction(tables);
        var pending = program.pending();
        var commits = commits(from, to);
        var notes = new Notes();
        var description = describe(to);
        if (!state.fitsAfterMigrating(description.schema())) {
            notes.obstacles.add(
                    "%s works with tables of version %s, and these are migrated beyond it (they need code for %d or newer); deploy a newer release"
                            .formatted(to.name(), description.schema(), state.needs()));
        }
        program.refusesSettings()
                .ifPresent(reason ->
                        notes.obstacles.add(
                                "%s would not start with the settings that are in force: %s"
                                        .formatted(to.name(), reason)));
        notes.commits(commits, expected);
        notes.releases(from, description);
        database.transaction(tx -> HoldEstimate.text(tx, place(), pending))
                .ifPresent(notes.remarks::add);
        var steps = Order.deploying(to.name(), pending, installation.current().isPresent());
        return plan(Kind.DEPLOY, from, to, commits, state, pending, steps, notes);
    }

    /// Back to a kept release: no migration runs backwards, so it must fit the tables as they are.
    public Plan rollback(Plan.Release from, Plan.Release to) {
        var state = database.transaction(tables);
        var notes = new Notes();
        var schema = describe(to).schema();
        if (!state.fits(schema)) {
            notes.obstacles.add(
                    "%s works with tables of version %s, and these have version %d and need code for %d or newer: a migration took away what it uses. Deploy a newer release that mends what is wrong instead"
                            .formatted(to.name(), schema, state.has(), state.needs()));
        }
        notes.remarks.add(
                "no migration is run backwards: what they added stays, and the release before does not notice it");
        return plan(
                Kind.ROLLBACK,
                from,
                to,
                commits(from, to),
                state,
                List.of(),
                Order.goingBack(to.name()),
                notes);
    }

    private Plan plan(
            Kind kind,
            Plan.Release from,
            Plan.Release to,
            Optional<Commits> commits,
            TablesState state,
            List<PendingStep> pending,
            List<PlannedStep> steps,
            Notes notes) {
        if (from.name().equals(to.name()) && pending.isEmpty()) {
            notes.obstacles.add("%s runs already, and has nothing to migrate".formatted(to.name()));
        }
        var changes = from.description().map(before -> Changes.between(before, describe(to)));
        return new Plan(
                kind,
                from,
                to,
                commits,
                changes,
                state,
                pending,
                steps,
                busy.look(place()),
                notes.remarks,
                notes.obstacles);
    }

    private String place() {
        return installation.folder().toString();
    }

    private Optional<Commits> commits(Plan.Release from, Plan.Release to) {
        return checkout.flatMap(git ->
                from.commit().isEmpty() || to.commit().isEmpty()
                        ? Optional.empty()
                        : git.between(from.commit(), to.commit()));
    }

    private static Description describe(Plan.Release release) {
        return release.description()
                .orElseThrow(() ->
                        new DeployException(
                                "release %s does not describe itself".formatted(release.name())));
    }

    private static final class Notes {
        private final List<String> remarks = new ArrayList<>();
        private final List<String> obstacles = new ArrayList<>();

        void commits(Optional<Commits> commits, OptionalInt expected) {
            if (commits.isEmpty()) {
                remarks.add(
                        "which commits lie between is not known: no checkout that has both; name one with --checkout");
                if (expected.isPresent()) {
                    obstacles.add(
                            "--expect-commits %d cannot be checked without a checkout that has both commits"
                                    .formatted(expected.getAsInt()));
                }
                return;
            }
            int count = commits.get().added().size();
            if (expected.isPresent() && count > expected.getAsInt()) {
                obstacles.add(
                        "%,d commits would be deployed, %,d were expected at the most: read them above, then say --expect-commits %d"
                                .formatted(count, expected.getAsInt(), count));
            }
            if (!commits.get().removed().isEmpty()) {
                remarks.add(
                        "the new release does not descend from the running one: %,d commits are taken away"
                                .formatted(commits.get().removed().size()));
            }
        }

        void releases(Plan.Release from, Description to) {
            if (from.description().isEmpty()) {
                remarks.add(
                        "the running release %s cannot describe itself, so nothing is compared with it"
                                .formatted(from.name()));
            }
            if (to.changed()) {
                remarks.add("the new release was built from files that were not committed");
            }
        }
    }
}
