package org.kingfisherprocess.service.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.migrate.MigrationControl;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.MigrationStoppedException;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.PastPace;
import org.kingfisherprocess.service.migrate.Phase;
import org.kingfisherprocess.service.migrate.PlannedStep;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.upgrade.BlockerPolicy;
import org.kingfisherprocess.service.upgrade.RunRecords;
import org.kingfisherprocess.service.upgrade.RunState;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "upgrade-database",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the tables to the newest version while they are in use. The run is a process of its own, which neither"
                    + " Ctrl-C nor a lost terminal ends; started again while it goes on, this command watches it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process upgrade-database --plan",
            "  kingfisher-process upgrade-database --phase expand --cancel-blockers after=60s",
            "  kingfisher-process upgrade-database --detach; kingfisher-process upgrade-database --attach",
            "  kingfisher-process upgrade-database --deletefirst --confirm ocdskfp"
        })
final class UpgradeDatabaseCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @ArgGroup private @Nullable Action action;

    @Option(names = "--json", description = "Print the plan, or the rehearsal, as JSON.")
    private boolean json;

    @Option(
            names = "--target",
            paramLabel = "VERSION",
            description = "Stop at this version of the tables.")
    private int target = Integer.MAX_VALUE;

    @Option(
            names = "--phase",
            split = ",",
            paramLabel = "PHASE",
            description =
                    "Only these: expand (before the reload), breaking, contract (after it). Default: all.")
    private Set<Phase> phases = Set.of(Phase.values());

    @Option(
            names = "--cancel-blockers",
            paramLabel = "never|ask|after=TIME",
            converter = BlockerPolicyOption.class,
            description =
                    "What to do with sessions that are in the way: show them (the default where nobody can be asked), ask (the"
                            + " default on a terminal), or cancel them once they have been for so long.")
    private @Nullable BlockerPolicy policy;

    @Option(
            names = "--rows",
            paramLabel = "RELEASES",
            description = "Sample releases for --rehearse. Default: ${DEFAULT-VALUE}.")
    private int rows = 20_000;

    @Option(
            names = "--deletefirst",
            description = "Delete all data first. Asks for the database's name.")
    private boolean deleteFirst;

    @Option(
            names = "--confirm",
            paramLabel = "DATABASE",
            description = "The database's name, where nobody can be asked.")
    private @Nullable String confirmed;

    @Option(
            names = "--yes",
            description =
                    "Do not ask before --abort, nor before the tables of another program are made ours.")
    private boolean yes;

    /// One of these at most; none: run, and watch.
    private static final class Action {
        @Option(names = "--plan", description = "Print what would be done, and change nothing.")
        private boolean plan;

        @Option(
                names = "--rehearse",
                description =
                        "Do it on a PostgreSQL made for it, with sample rows, and print what it really locks and rewrites and how"
                                + " long it takes. The real database is only read.")
        private boolean rehearse;

        @Option(names = "--detach", description = "Run, and do not watch.")
        private boolean detach;

        @Option(names = "--attach", description = "Watch the run that goes on.")
        private boolean attach;

        @Option(
                names = "--foreground",
                description =
                        "Run in this very process: for a container or a service manager. Ctrl-C or SIGTERM ends it between two"
                                + " transactions.")
        private boolean foreground;

        @Option(
                names = "--pause",
                description = "Hold up the run that goes on, between two transactions.")
        private boolean pause;

        @Option(names = "--resume", description = "Let a run go on that was held up.")
        private boolean resume;

        @Option(
                names = "--abort",
                description =
                        "End the run that goes on, and take back what its unfinished step has left. Finished steps stay.")
        private boolean abort;
    }

    UpgradeDatabaseCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var chosen = Optional.ofNullable(action).orElseGet(Action::new);
        try {
            if (chosen.plan) {
                return upgrading().withDatabase(this::plan);
            }
            if (chosen.rehearse) {
                return rehearse();
            }
            if (chosen.attach) {
                return upgrading().withDatabase(this::attach);
            }
            if (chosen.pause || chosen.resume) {
                return upgrading().withDatabase(database -> hold(database, chosen.pause));
            }
            if (chosen.abort) {
                return upgrading().withDatabase(this::abort);
            }
            deleteFirst();
            return chosen.foreground || !upgrading().databaseOutlivesCommand()
                    ? foreground()
                    : elsewhere(chosen.detach);
        } catch (MigrationException | MigrationStoppedException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    private Upgrading upgrading() {
        return line.application().upgrading();
    }

    private RunOptions options() {
        return new RunOptions(phases, target, new MigrationControl());
    }

    private int plan(Database database) {
        var plan = upgrading().plan(database, options());
        var pace = database.transaction(PastPace::rowsPerSecond);
        if (json) {
            line.terminal().print(UpgradePlan.json(plan, pace).toString());
        } else {
            UpgradePlan.lines(plan, pace, line.application().databaseName())
                    .forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }

    private int rehearse() {
        var plan = upgrading().withDatabase(database -> upgrading().plan(database, options()));
        if (plan.isEmpty()) {
            line.terminal()
                    .print(json ? "[]" : "Nothing is left to do, so there is nothing to rehearse.");
            return ExitCode.OK;
        }
        line.terminal()
                .tell(
                        "rehearses %d steps with %,d sample releases"
                                .formatted(plan.steps().size(), rows));
        var steps = upgrading().rehearse(plan, options(), rows);
        if (json) {
            line.terminal().print(UpgradeRehearsal.json(steps).toString());
        } else {
            UpgradeRehearsal.lines(steps).forEach(line.terminal()::print);
        }
        return steps.stream().allMatch(step -> step.surprises().isEmpty())
                ? ExitCode.OK
                : ExitCode.FOUND_PROBLEMS;
    }

    private int foreground() {
        return upgrading()
                .withDatabase(database -> {
                    if (nothingToDo(database)) {
                        return ExitCode.OK;
                    }
                    upgrading()
                            .run(database, policy(), line.terminal()::print)
                            .run(upgrading().origin(), options());
                    return ExitCode.OK;
                });
    }

    /// Starts a run in a process of its own, or finds the one that goes on.
    private int elsewhere(boolean detach) {
        var terminal = line.terminal();
        var running = upgrading().withDatabase(this::running);
        if (running.isEmpty() && upgrading().<Boolean>withDatabase(this::nothingToDo)) {
            return ExitCode.OK;
        }
        running.ifPresent(state ->
                terminal.tell(
                        "upgrade run %d, begun %s by %s, goes on (%s)"
                                .formatted(
                                        state.id(),
                                        Times.text(state.startedAt()),
                                        state.who(),
                                        state.process())));
        long run = running.map(RunState::id).orElseGet(this::startElsewhere);
        if (detach) {
            terminal.print(UpgradeAttach.comeBack(run));
            return ExitCode.OK;
        }
        return upgrading().withDatabase(database -> attach(database, run));
    }

    private boolean nothingToDo(Database database) {
        var plan = upgrading().plan(database, options());
        upgrading().otherOwner(database).ifPresent(this::requireAdoption);
        if (plan.isEmpty()) {
            line.terminal()
                    .print(
                            "Nothing is left to do: the database is at version %d."
                                    .formatted(plan.from()));
        }
        return plan.isEmpty();
    }

    /// The program whose tables they are does not work with them afterwards.
    private void requireAdoption(String origin) {
        if (yes) {
            return;
        }
        var question =
                "The tables in %s are those of Kingfisher Process %s, and are made ours: %s works with them no longer. It must be stopped, and a backup is wise. Type yes to go on:"
                        .formatted(line.application().databaseName(), origin, origin);
        if (line.terminal().ask(question).filter("yes"::equals).isEmpty()) {
            throw new RefusedException(
                    "nothing was changed: the tables are those of Kingfisher Process %s; stop it, look at --plan, then confirm with --yes"
                            .formatted(origin));
        }
        yes = true;
    }

    private long startElsewhere() {
        var arguments = new ArrayList<String>();
        if (target != Integer.MAX_VALUE) {
            arguments.addAll(List.of("--target", Integer.toString(target)));
        }
        phases.forEach(phase -> arguments.addAll(List.of("--phase", phase.name())));
        if (yes) {
            arguments.add("--yes");
        }
        arguments.addAll(List.of("--cancel-blockers", BlockerPolicyOption.text(policy())));
        var started = upgrading().startElsewhere(arguments);
        line.terminal().tell("upgrade run %d writes %s".formatted(started.run(), started.log()));
        return started.run();
    }

    private int attach(Database database) {
        var newest =
                new RunRecords(database)
                        .newest()
                        .orElseThrow(() ->
                                new RefusedException("this database has had no upgrade run yet"));
        return attach(database, newest.id());
    }

    private int attach(Database database, long run) {
        return new UpgradeAttach(
                        line.terminal(),
                        database,
                        line.application().settings().migration().neverCancel())
                .follow(run);
    }

    private int hold(Database database, boolean pause) {
        var state =
                running(database)
                        .orElseThrow(() ->
                                new RefusedException(
                                        "no upgrade run goes on; upgrade-database starts one"));
        UpgradeHold.hold(new RunRecords(database), state.id(), pause);
        line.terminal()
                .print(
                        pause
                                ? "upgrade run %d stands still after the statement under way; --resume lets it go on"
                                        .formatted(state.id())
                                : "upgrade run %d goes on".formatted(state.id()));
        return ExitCode.OK;
    }

    private int abort(Database database) {
        var terminal = line.terminal();
        var steps = upgrading().plan(database, RunOptions.everything()).steps();
        var half = steps.stream().filter(step -> step.progress().isPresent()).toList();
        var announced = announced(database, steps);
        var running = running(database);
        if (half.isEmpty() && announced.isEmpty() && running.isEmpty()) {
            terminal.print("Nothing is half done.");
            return ExitCode.OK;
        }
        half.forEach(
                step -> terminal.tell("half done: %s (%s)".formatted(step.address(), step.kind())));
        announced.ifPresent(step ->
                terminal.tell("the release before waits for: %s".formatted(step.address())));
        if (!yes
                && terminal.ask("End the run and take back what is half done? Type yes:")
                        .filter("yes"::equals)
                        .isEmpty()) {
            throw new RefusedException("nothing was ended: confirm with --yes");
        }
        running.ifPresent(state -> UpgradeHold.end(new RunRecords(database), state.id()));
        upgrading().run(database, policy(), terminal::print).abort(upgrading().origin());
        terminal.print(
                "What was half done is taken back; finished steps stay. upgrade-database goes on from there.");
        return ExitCode.OK;
    }

    /// A step not yet begun for which old code waits already, since the run before was cut off
    /// there.
    private static Optional<PlannedStep> announced(Database database, List<PlannedStep> steps) {
        int needs = database.<Integer>transaction(tx -> Migrator.state(tx).needs());
        return steps.stream()
                .filter(step -> step.progress().isEmpty() && step.phase() != Phase.EXPAND)
                .filter(step -> step.address().version() <= needs)
                .findFirst();
    }

    private Optional<RunState> running(Database database) {
        return new RunRecords(database).newest().filter(RunState::underWay);
    }

    private BlockerPolicy policy() {
        var chosen = policy;
        if (chosen != null) {
            return chosen;
        }
        return line.terminal().interactive() ? new BlockerPolicy.Ask() : new BlockerPolicy.Never();
    }

    private void deleteFirst() {
        if (!deleteFirst) {
            return;
        }
        var name = line.application().databaseName();
        if (!isConfirmed(name)) {
            throw new RefusedException(
                    "nothing was deleted: give the database's name with --confirm %s"
                            .formatted(name));
        }
        upgrading()
                .<Boolean>withDatabase(database -> {
                    running(database)
                            .ifPresent(state -> {
                                throw new RefusedException(
                                        "nothing was deleted: upgrade run %d goes on; --abort ends it"
                                                .formatted(state.id()));
                            });
                    upgrading().deleteAll(database);
                    return true;
                });
        line.terminal().print("deleted all data in " + name);
    }

    private boolean isConfirmed(String name) {
        return Optional.ofNullable(confirmed)
                .or(() ->
                        line.terminal()
                                .ask(
                                        "All data in database %s will be deleted. Type its name to go on:"
                                                .formatted(name)))
                .filter(name::equals)
                .isPresent();
    }
}
