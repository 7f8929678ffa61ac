package org.kingfisherprocess.service.upgrade;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.kingfisherprocess.service.locks.Backend;
import org.kingfisherprocess.service.locks.BlockerTree;
import org.kingfisherprocess.service.locks.Blockers;
import org.kingfisherprocess.service.locks.Ended;
import org.kingfisherprocess.service.locks.Ending;
import org.kingfisherprocess.service.locks.Obstruction;
import org.kingfisherprocess.service.locks.Protection;
import org.kingfisherprocess.service.sql.Database;

/// Watches who is in the way of a run's session, and ends them where the policy says so. Used by
/// one thread.
final class Obstacles {
    /// Longer than the engine pauses between two tries.
    private static final Duration FORGET_AFTER = Duration.ofSeconds(10);

    /// A picture is kept over the pauses between tries, or it would flicker.
    private static final Duration SHOWN_FOR = Duration.ofSeconds(4);

    /// Shorter things are not worth a question.
    private static final Duration WORTH_ASKING = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Database database;
    private final BlockerPolicy policy;
    private final InstantSource clock;
    private final Consumer<String> listener;
    private final Ending ending;
    private final Obstruction asked = new Obstruction(FORGET_AFTER);
    private final Obstruction endured = new Obstruction(FORGET_AFTER);
    private final Set<String> told = new HashSet<>();
    private final Set<String> said = new HashSet<>();
    private List<String> lines = List.of();
    private List<Integer> worthAsking = List.of();
    private long seenNanos;

    /// @param listener hears who is in the way for long, and what was done about them
    Obstacles(
            Database database,
            BlockerPolicy policy,
            Protection protection,
            InstantSource clock,
            Consumer<String> listener) {
        this.database = database;
        this.policy = policy;
        this.clock = clock;
        this.listener = listener;
        this.ending = new Ending(database, protection, PATIENCE);
    }

    /// Looks who is in the way of this server process now.
    void look(int pid) {
        var tree = Blockers.read(database).only(node -> node.backend().pid() == pid);
        var roots =
                tree.roots().stream()
                        .map(BlockerTree.Node::backend)
                        .filter(root -> root.pid() != pid)
                        .toList();
        if (!roots.isEmpty()) {
            lines = tree.lines();
            seenNanos = System.nanoTime();
        } else if (System.nanoTime() - seenNanos > SHOWN_FOR.toNanos()) {
            lines = List.of();
            worthAsking = List.of();
        }
        if (!roots.isEmpty()) {
            var lasting = asked.longerThan(WORTH_ASKING, roots, clock.instant());
            worthAsking = lasting.stream().filter(root -> !root.ours()).map(Backend::pid).toList();
            sayOnce(lasting);
        }
        act(roots);
    }

    /// Who is in the way, as a tree.
    List<String> lines() {
        return lines;
    }

    /// Who has been in the way for some seconds, and might be cancelled.
    List<Integer> worthAsking() {
        return policy instanceof BlockerPolicy.Ask ? worthAsking : List.of();
    }

    /// Where nobody sees a picture (a log, a deployment), this is all that tells whom it waits for.
    private void sayOnce(List<Backend> lasting) {
        boolean fresh = false;
        for (var root : lasting) {
            fresh |= said.add("%d %s".formatted(root.pid(), root.transactionStartedAt()));
        }
        if (fresh) {
            listener.accept("in the way for %,d s:".formatted(WORTH_ASKING.toSeconds()));
            lines.forEach(line -> listener.accept("    " + line));
        }
    }

    private void act(List<Backend> roots) {
        if (!(policy instanceof BlockerPolicy.After(var limit))) {
            return;
        }
        for (var root : endured.longerThan(limit, roots, clock.instant())) {
            if (root.ours()) {
                tell("left alone %s: it is a session of this program".formatted(root.name()));
            } else {
                tell(ending.end(root));
            }
        }
    }

    private void tell(Ended ended) {
        tell(ended.text());
    }

    /// Once each: what cannot be ended stays in the way for long.
    private void tell(String text) {
        if (told.add(text)) {
            listener.accept(text);
        }
    }
}
