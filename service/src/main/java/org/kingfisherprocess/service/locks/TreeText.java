package org.kingfisherprocess.service.locks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.locks.BlockerTree.Node;

/// A tree of blockers for people.
final class TreeText {
    private static final int LONGEST_QUERY = 120;

    private TreeText() {}

    static List<String> lines(BlockerTree tree) {
        var lines = new ArrayList<String>();
        for (var root : tree.roots()) {
            lines.add(text(root));
            below(root, "", lines);
        }
        return lines;
    }

    private static void below(Node node, String indent, List<String> lines) {
        int at = 0;
        for (var child : node.waiting()) {
            var last = ++at == node.waiting().size();
            lines.add(indent + (last ? "└─ " : "├─ ") + text(child));
            below(child, indent + (last ? "   " : "│  "), lines);
        }
    }

    private static String text(Node node) {
        var backend = node.backend();
        var text = new StringBuilder(backend.name()).append(": ");
        node.waits()
                .ifPresentOrElse(
                        wait -> text.append(text(wait)),
                        () -> {
                            text.append(backend.state());
                            backend.stateAge()
                                    .ifPresent(age -> text.append(" for ").append(text(age)));
                        });
        backend.transactionAge()
                .ifPresent(age -> text.append(", in a transaction of ").append(text(age)));
        if (node.waits().isEmpty() && !backend.waitEvent().isEmpty() && backend.active()) {
            text.append(", in ").append(backend.waitEvent());
        }
        if (!backend.query().isEmpty()) {
            text.append(backend.active() ? "; runs: " : "; last: ").append(shortened(backend));
        }
        return text.toString();
    }

    private static String text(Wait wait) {
        var text =
                "waits %s for %s on %s".formatted(text(wait.since()), wait.mode(), wait.object());
        if (wait.blockersMode().isEmpty()) {
            return text;
        }
        return "%s (%s %s)"
                .formatted(text, wait.queued() ? "queued behind" : "held:", wait.blockersMode());
    }

    private static String shortened(Backend backend) {
        var query = backend.query();
        return query.length() <= LONGEST_QUERY ? query : query.substring(0, LONGEST_QUERY) + "…";
    }

    /// A time in the two largest units that say something.
    static String text(Duration age) {
        if (age.compareTo(Duration.ofMinutes(1)) < 0) {
            return "%.1f s".formatted(age.toMillis() / 1000.0);
        }
        if (age.compareTo(Duration.ofHours(1)) < 0) {
            return "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart());
        }
        return "%d h %d min".formatted(age.toHours(), age.toMinutesPart());
    }
}
