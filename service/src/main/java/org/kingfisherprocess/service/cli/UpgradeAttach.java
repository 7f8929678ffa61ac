package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kingfisherprocess.service.locks.Backend;
import org.kingfisherprocess.service.locks.Blockers;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.upgrade.RunRecords;
import org.kingfisherprocess.service.upgrade.RunState;

/// Shows a run that goes on in another process, from the database: lines that stay, and on a
/// terminal a picture below them of what it does now. Asks a person about those in the way.
final class UpgradeAttach {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Terminal terminal;
    private final Database database;
    private final RunRecords records;
    private final Cancelling cancelling;
    private final Drawing drawing;
    private final Set<String> answered = new HashSet<>();

    UpgradeAttach(Terminal terminal, Database database, List<String> neverCancel) {
        this.terminal = terminal;
        this.database = database;
        this.records = new RunRecords(database);
        this.cancelling = new Cancelling(terminal, database, neverCancel, false, false);
        this.drawing = new Drawing(terminal);
    }

    /// Returns the exit code when the run has ended.
    int follow(long run) {
        var leaving =
                Thread.ofPlatform().unstarted(() -> terminal.tell("%n%s".formatted(comeBack(run))));
        Runtime.getRuntime().addShutdownHook(leaving);
        try {
            return followToItsEnd(run);
        } finally {
            Runtime.getRuntime().removeShutdownHook(leaving);
        }
    }

    /// How to get back to a run that was left.
    static String comeBack(long run) {
        return """
        Upgrade run %d goes on in a process of its own. To watch it again:
          kingfisher-process upgrade-database --attach
        To hold it up, or to end it and take back what is half done: --pause, --resume, --abort\
        """
                .formatted(run);
    }

    private int followToItsEnd(long run) {
        int line = 0;
        while (true) {
            try {
                var state =
                        records.find(run)
                                .orElseThrow(() ->
                                        new RefusedException(
                                                "upgrade run %d is not in this database any more"
                                                        .formatted(run)));
                line = printLines(run, line);
                if (!state.underWay()) {
                    printLines(run, line);
                    return ended(records.find(run).orElse(state));
                }
                show(state);
            } catch (DatabaseException e) {
                drawing.erase();
                if (terminal.interactive()) {
                    drawing.show(List.of("PostgreSQL is away: " + e.getMessage()));
                }
            }
            pause();
        }
    }

    private int printLines(long run, int after) {
        int last = after;
        for (var line : records.linesAfter(run, after)) {
            drawing.erase();
            terminal.print("%s  %s".formatted(Times.text(line.at()), line.text()));
            last = line.number();
        }
        return last;
    }

    private void show(RunState state) {
        if (!terminal.interactive() || terminal.quiet()) {
            return;
        }
        var lines = new ArrayList<>(state.picture());
        lines.add("");
        lines.add(
                "Ctrl-C leaves run %d running. --attach comes back, --pause holds it up, --abort ends it."
                        .formatted(state.id()));
        drawing.show(lines);
        state.inTheWay().forEach(this::ask);
    }

    private void ask(int pid) {
        Blockers.session(database, pid)
                .filter(backend -> answered.add(transaction(backend)))
                .ifPresent(backend -> {
                    drawing.erase();
                    cancelling.end(List.of(backend)).forEach(ended -> terminal.print(ended.text()));
                });
    }

    /// One question for each transaction.
    private static String transaction(Backend backend) {
        return "%d %s".formatted(backend.pid(), backend.transactionStartedAt());
    }

    private int ended(RunState state) {
        drawing.erase();
        if (state.outcome().isEmpty()) {
            throw new RefusedException(
                    "the process of upgrade run %d (%s) is gone; what it committed stays. Run upgrade-database again, which goes on there"
                            .formatted(state.id(), state.process()));
        }
        if (!state.done()) {
            throw new RefusedException(
                    "upgrade run %d ended: %s".formatted(state.id(), state.outcome().get()));
        }
        terminal.print("upgrade run %d: %s".formatted(state.id(), state.outcome().get()));
        return ExitCode.OK;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted; the upgrade goes on");
        }
    }
}
