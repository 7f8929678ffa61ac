package org.kingfisherprocess.service.locks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Sessions that others wait for, each with those that wait for it below. One that waits for
/// several stands below each of them.
///
/// @param roots those who wait for nobody
public record BlockerTree(List<Node> roots) {
    /// A session, and who waits for it.
    ///
    /// @param waits what it waits for from the node above; empty at a root
    public record Node(Backend backend, Optional<Wait> waits, List<Node> waiting) {
        public Node {
            waiting = List.copyOf(waiting);
        }

        /// How many wait for it, directly or behind others.
        public int behind() {
            return (int) below().map(node -> node.backend().pid()).distinct().count();
        }

        private Stream<Node> below() {
            return waiting.stream().flatMap(node -> Stream.concat(Stream.of(node), node.below()));
        }
    }

    public BlockerTree {
        roots = List.copyOf(roots);
    }

    public boolean isEmpty() {
        return roots.isEmpty();
    }

    /// Those in whose way nobody is, and who are in the way of a session that the test finds.
    public List<Backend> rootsInTheWayOf(Predicate<Node> waiter) {
        return only(waiter).roots().stream().map(Node::backend).toList();
    }

    /// The trees in which somebody waits whom the test finds.
    public BlockerTree only(Predicate<Node> waiter) {
        return new BlockerTree(
                roots.stream().filter(root -> root.below().anyMatch(waiter)).toList());
    }

    /// The trees whose root passes the test.
    public BlockerTree rootedIn(Predicate<Backend> test) {
        return new BlockerTree(roots.stream().filter(root -> test.test(root.backend())).toList());
    }

    /// The session with this pid, if it takes part.
    public Optional<Backend> find(int pid) {
        return nodes().map(Node::backend).filter(backend -> backend.pid() == pid).findFirst();
    }

    /// How many sessions wait.
    public int waiting() {
        return (int)
                roots.stream()
                        .flatMap(Node::below)
                        .map(node -> node.backend().pid())
                        .distinct()
                        .count();
    }

    /// For people: one line a session.
    public List<String> lines() {
        return TreeText.lines(this);
    }

    private Stream<Node> nodes() {
        return roots.stream().flatMap(root -> Stream.concat(Stream.of(root), root.below()));
    }

    /// Puts the tree together from who waits for whom.
    static BlockerTree of(Map<Integer, Backend> backends, List<Edge> edges) {
        return new Builder(backends, edges).tree();
    }

    /// One session waits for another.
    record Edge(int waiter, int blocker, Wait waits) {}

    private static final class Builder {
        private final Map<Integer, Backend> backends;
        private final Map<Integer, List<Edge>> byBlocker = new LinkedHashMap<>();
        private final List<Integer> path = new ArrayList<>();
        private final List<Integer> placed = new ArrayList<>();

        Builder(Map<Integer, Backend> backends, List<Edge> edges) {
            this.backends = backends;
            for (var edge : edges) {
                if (backends.containsKey(edge.waiter()) && backends.containsKey(edge.blocker())) {
                    byBlocker.computeIfAbsent(edge.blocker(), _ -> new ArrayList<>()).add(edge);
                }
            }
        }

        BlockerTree tree() {
            var waiters =
                    byBlocker.values().stream().flatMap(List::stream).map(Edge::waiter).toList();
            var roots = new ArrayList<Node>();
            for (var blocker : byBlocker.keySet()) {
                if (!waiters.contains(blocker)) {
                    roots.add(node(blocker, Optional.empty()));
                }
            }
            // What is left waits in a circle, until the server ends the deadlock.
            for (var blocker : byBlocker.keySet()) {
                if (!placed.contains(blocker)) {
                    roots.add(node(blocker, Optional.empty()));
                }
            }
            return new BlockerTree(roots);
        }

        private Node node(int pid, Optional<Wait> wait) {
            path.add(pid);
            placed.add(pid);
            var waiting = new ArrayList<Node>();
            for (var edge : byBlocker.getOrDefault(pid, List.of())) {
                if (!path.contains(edge.waiter())) {
                    waiting.add(node(edge.waiter(), Optional.of(edge.waits())));
                }
            }
            path.removeLast();
            var backend = backends.get(pid);
            if (backend == null) {
                throw new IllegalStateException("process %d is not in the list".formatted(pid));
            }
            return new Node(backend, wait, waiting);
        }
    }
}
