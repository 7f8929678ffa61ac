package org.kingfisherprocess.service.cli;

import java.util.ArrayList;
import java.util.List;

/// Some lines at the foot of a terminal that are drawn again in their place. The terminal is told
/// to cut lines that are longer than it is wide, since a wrapped line would not be overwritten.
final class Drawing {
    private static final String CLEAR_BELOW = "\r\u001b[J";
    private static final String DO_NOT_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    /// Fewer than the lowest terminals have, since what has left the screen cannot be overwritten.
    private static final int MOST_LINES = 22;

    private final Terminal terminal;
    private int drawn;

    Drawing(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(List<String> lines) {
        var err = terminal.err();
        erase();
        var shown = lines.size() <= MOST_LINES ? lines : shortened(lines);
        for (var text : shown) {
            err.println(DO_NOT_WRAP + text + WRAP);
        }
        err.flush();
        drawn = shown.size();
    }

    /// Takes the lines away, so that something that stays can be printed.
    void erase() {
        var err = terminal.err();
        if (drawn > 0) {
            err.print("\u001b[%dA%s".formatted(drawn, CLEAR_BELOW));
            err.flush();
        }
        drawn = 0;
    }

    private static List<String> shortened(List<String> lines) {
        var shown = new ArrayList<>(lines.subList(0, MOST_LINES - 1));
        shown.add("… and %,d more lines".formatted(lines.size() - shown.size()));
        return shown;
    }
}
