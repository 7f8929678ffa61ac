package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.kingfisherprocess.service.locks.BlockerTree;
import org.kingfisherprocess.service.sql.Database;

/// Looks every second who waits for whom: on a terminal the picture is drawn again in its place,
/// elsewhere a line is written for each look at which somebody waits.
final class LocksWatch {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final boolean json;
    private final Function<Database, BlockerTree> read;

    LocksWatch(Terminal terminal, boolean json, Function<Database, BlockerTree> read) {
        this.terminal = terminal;
        this.json = json;
        this.read = read;
    }

    int run(Database database) {
        var drawing = new Drawing(terminal);
        var calm = false;
        while (true) {
            var tree = read.apply(database);
            if (json) {
                terminal.print(BlockersJson.of(tree).toString());
            } else if (terminal.interactive()) {
                drawing.show(tree.isEmpty() ? List.of(now() + "  nobody waits") : lines(tree));
            } else if (!tree.isEmpty() || !calm) {
                (tree.isEmpty() ? List.of(now() + "  nobody waits") : lines(tree))
                        .forEach(terminal::print);
            }
            calm = tree.isEmpty();
            if (!pause()) {
                return ExitCode.OK;
            }
        }
    }

    private static List<String> lines(BlockerTree tree) {
        var lines = new java.util.ArrayList<String>();
        lines.add("%s  %d wait".formatted(now(), tree.waiting()));
        lines.addAll(tree.lines());
        return lines;
    }

    private static String now() {
        return Times.text(Instant.now());
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
