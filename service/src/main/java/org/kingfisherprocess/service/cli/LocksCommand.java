package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.locks.Backend;
import org.kingfisherprocess.service.locks.BlockerTree;
import org.kingfisherprocess.service.locks.BlockerTree.Node;
import org.kingfisherprocess.service.locks.Blockers;
import org.kingfisherprocess.service.locks.Ended;
import org.kingfisherprocess.service.sql.Database;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "locks",
        mixinStandardHelpOptions = true,
        description = {
            "Shows who waits for whom in PostgreSQL: those in the way first, those who wait for them below.",
            "Cancels them where told to: a statement that runs is cancelled; a session that runs none, but holds locks, is"
                    + " ended, since cancelling does nothing to it. Never those that KINGFISHER_PROCESS_NEVER_CANCEL names."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process locks",
            "  kingfisher-process locks --watch",
            "  kingfisher-process locks --cancel-blockers-of collection --older-than 10m --yes"
        })
final class LocksCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(
            names = "--json",
            description = "Print a JSON array of trees; of outcomes after --cancel.")
    private boolean json;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "Only those in the way whose transaction is this old: 30s, 5m, 12h.")
    private @Nullable Duration olderThan;

    @ArgGroup private @Nullable Action action;

    @Option(
            names = "--include-own",
            description =
                    "Cancel sessions of this program too. What they do is rolled back and tried again; nothing is lost.")
    private boolean includeOwn;

    @Option(names = "--yes", description = "Do not ask before cancelling.")
    private boolean yes;

    /// One of these at most.
    private static final class Action {
        @Option(
                names = "--watch",
                description = "Look again every second until Ctrl-C; print what is seen.")
        private boolean watch;

        @Option(names = "--cancel", paramLabel = "PID", description = "Cancel this session.")
        private @Nullable Integer cancel;

        @Option(
                names = "--cancel-blockers-of",
                paramLabel = "PID|TABLE",
                description =
                        "Cancel whoever is in the way of this session, or of anybody who waits for this table.")
        private @Nullable String cancelBlockersOf;
    }

    LocksCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var chosen = Optional.ofNullable(action);
        if (chosen.filter(asked -> asked.watch).isPresent()) {
            return line.application()
                    .withDatabase(database ->
                            new LocksWatch(line.terminal(), json, this::read).run(database));
        }
        var pid = chosen.map(asked -> asked.cancel);
        if (pid.isPresent()) {
            return line.application()
                    .withDatabase(
                            database -> cancel(database, List.of(session(database, pid.get()))));
        }
        var waiter = chosen.map(asked -> asked.cancelBlockersOf);
        if (waiter.isPresent()) {
            return line.application()
                    .withDatabase(database -> cancelBlockersOf(database, waiter.get()));
        }
        show(line.application().withDatabase(this::read));
        return ExitCode.OK;
    }

    private BlockerTree read(Database database) {
        return Blockers.read(database).rootedIn(this::oldEnough);
    }

    private boolean oldEnough(Backend backend) {
        var least = olderThan;
        return least == null
                || backend.transactionAge()
                        .or(backend::stateAge)
                        .filter(age -> age.compareTo(least) >= 0)
                        .isPresent();
    }

    private void show(BlockerTree tree) {
        if (json) {
            line.terminal().print(BlockersJson.of(tree).toString());
        } else if (tree.isEmpty()) {
            line.terminal().print("Nobody waits for anybody.");
        } else {
            tree.lines().forEach(line.terminal()::print);
        }
    }

    private Backend session(Database database, int pid) {
        var backend =
                Blockers.session(database, pid)
                        .orElseThrow(() ->
                                new RefusedException(
                                        "PostgreSQL has no session with the process id " + pid));
        if (!oldEnough(backend)) {
            throw new RefusedException(
                    "the transaction of %s is younger than --older-than".formatted(backend.name()));
        }
        return backend;
    }

    private int cancelBlockersOf(Database database, String waiter) {
        var inTheWay = read(database).rootsInTheWayOf(waits(waiter));
        if (inTheWay.isEmpty() && !json) {
            line.terminal().print("Nobody is in the way of %s.".formatted(waiter));
            return ExitCode.OK;
        }
        return cancel(database, inTheWay);
    }

    private static Predicate<Node> waits(String waiter) {
        return node ->
                Integer.toString(node.backend().pid()).equals(waiter)
                        || node.waits()
                                .flatMap(wait -> wait.table())
                                .filter(waiter::equals)
                                .isPresent();
    }

    private int cancel(Database database, List<Backend> inTheWay) {
        var outcomes =
                new Cancelling(
                                line.terminal(),
                                database,
                                line.application().settings().migration().neverCancel(),
                                includeOwn,
                                yes)
                        .end(inTheWay);
        if (json) {
            line.terminal().print(BlockersJson.of(outcomes).toString());
        } else {
            outcomes.forEach(ended -> line.terminal().print(ended.text()));
        }
        return outcomes.stream().allMatch(Ended::done) ? ExitCode.OK : ExitCode.REFUSED;
    }
}
