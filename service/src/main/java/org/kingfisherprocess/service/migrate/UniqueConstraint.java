package org.kingfisherprocess.service.migrate;

import java.util.List;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.Linter;

/// A unique constraint from an index that is built concurrently first. `columns` as in SQL: `a, b`.
public record UniqueConstraint(String table, String name, String columns) implements Change {
    ConcurrentIndex index() {
        return ConcurrentIndex.uniqueOn(table, name, "(" + columns + ")");
    }

    String statement() {
        return "alter table %s add constraint %s unique using index %s"
                .formatted(table, name, name);
    }

    @Override
    public String kind() {
        return "unique constraint";
    }

    @Override
    public String text() {
        return "unique constraint\n%s\n%s".formatted(index().statement(), statement());
    }

    @Override
    public List<String> tablesWithWork() {
        return List.of(table);
    }

    @Override
    public List<Finding> findings() {
        return Linter.findings(index().statement() + ";\n" + statement());
    }
}
