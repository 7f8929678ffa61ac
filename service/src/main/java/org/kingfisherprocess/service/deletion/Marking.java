package org.kingfisherprocess.service.deletion;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.CollectionNotes.Code;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.Deletions;

/// Decides which collections are to go, and says why in a note.
public final class Marking {
    private final Database database;
    private final Deletions deletions = new Deletions();
    private final CollectionNotes notes = new CollectionNotes();

    public Marking(Database database) {
        this.database = database;
    }

    /// What is to happen.
    ///
    /// @param derived whether what is made from the collection goes too; otherwise that is a reason
    ///   to refuse
    /// @param forget whether the collections' own rows go in the end
    /// @param reason for the note
    public record Wish(boolean derived, boolean forget, String reason) {}

    /// What became of it.
    public sealed interface Outcome {
        /// Their rows will be deleted.
        record Marked(List<Long> collections) implements Outcome {
            public Marked {
                collections = List.copyOf(collections);
            }
        }

        /// They take no more data, and their rows stay.
        record Cancelled(List<Long> collections) implements Outcome {
            public Cancelled {
                collections = List.copyOf(collections);
            }
        }

        /// Its rows are gone already.
        record Gone() implements Outcome {}

        /// It was marked as deleted or cancelled before.
        record MarkedBefore() implements Outcome {}

        /// Collections that are made from it are in use.
        record InUse(List<Long> by) implements Outcome {
            public InUse {
                by = List.copyOf(by);
            }

            public String text() {
                return by.stream().map(String::valueOf).collect(Collectors.joining(", "));
            }
        }

        record Unknown() implements Outcome {}
    }

    public Outcome delete(long id, Wish wish) {
        return database.transaction(tx -> delete(tx, id, wish));
    }

    Outcome delete(Tx tx, long id, Wish wish) throws SQLException {
        var collection = new Collections().find(tx, id);
        if (collection.isEmpty()) {
            return new Outcome.Unknown();
        }
        var tree = deletions.tree(tx, id);
        var inUse =
                tree.stream()
                        .filter(node -> node.id() != id && node.active())
                        .map(Deletions.Node::id)
                        .toList();
        if (!wish.derived() && !inUse.isEmpty()) {
            return new Outcome.InUse(inUse);
        }
        var ids = wish.derived() ? tree.stream().map(Deletions.Node::id).toList() : List.of(id);
        var marked = deletions.mark(tx, ids, wish.forget());
        deletions.dropSteps(tx, marked);
        for (var one : marked) {
            notes.add(tx, one, "marked as deleted: " + wish.reason(), Code.INFO);
        }
        return marked.isEmpty()
                ? new Outcome.Gone()
                : new Outcome.Marked(marked.stream().sorted().toList());
    }

    /// Has nothing more done with a collection and what is made from it.
    public Outcome cancel(long id, String reason) {
        return database.transaction(tx -> {
            var tree = deletions.tree(tx, id).stream().map(Deletions.Node::id).toList();
            if (tree.isEmpty()) {
                return new Outcome.Unknown();
            }
            var cancelled = deletions.cancel(tx, tree).stream().sorted().toList();
            deletions.dropSteps(tx, cancelled);
            for (var one : cancelled) {
                notes.add(tx, one, "cancelled: " + reason, Code.INFO);
            }
            return cancelled.isEmpty()
                    ? new Outcome.MarkedBefore()
                    : new Outcome.Cancelled(cancelled);
        });
    }
}
