package org.kingfisherprocess.service.migrate.lint;

import java.util.List;

/// What a statement takes away. Which tables it locks for that, only the catalogues of the database
/// tell: the table of an index, and those that foreign keys lead to.
public sealed interface Dropped {
    record Index(String name) implements Dropped {}

    record Constraint(String table, String name) implements Dropped {}

    record Column(String table, String name) implements Dropped {}

    record Table(String name) implements Dropped {}

    /// What the statement of a finding takes away; nothing where it does something else.
    static List<Dropped> in(Finding finding) {
        var tokens = Tokens.statements(finding.statement());
        if (tokens.size() != 1) {
            return List.of();
        }
        var reader = new Reader(tokens.getFirst());
        if (reader.take("drop", "index")) {
            reader.take("concurrently");
            reader.take("if", "exists");
            return reader.names().stream().<Dropped>map(Index::new).toList();
        }
        if (reader.take("drop", "table")) {
            return List.of(new Table(finding.table()));
        }
        if (!reader.take("alter", "table")) {
            return List.of();
        }
        var table = reader.name();
        if (!reader.take("drop")) {
            return List.of();
        }
        boolean constraint = reader.take("constraint");
        reader.take("column");
        reader.take("if", "exists");
        return List.of(
                constraint
                        ? new Constraint(table, reader.name())
                        : new Column(table, reader.name()));
    }
}
