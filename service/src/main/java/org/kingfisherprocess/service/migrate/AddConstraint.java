package org.kingfisherprocess.service.migrate;

import java.util.List;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.Linter;

/// A check or a foreign key: added so that it holds for new rows at once, then proved for the old
/// ones without keeping anybody from writing. `definition` as in SQL: `check (a > 0)`, `foreign key
/// (a) references b (c)`.
public record AddConstraint(String table, String name, String definition) implements Change {
    String addition() {
        return "alter table %s add constraint %s %s not valid".formatted(table, name, definition);
    }

    String validation() {
        return "alter table %s validate constraint %s".formatted(table, name);
    }

    @Override
    public String kind() {
        return "constraint";
    }

    @Override
    public String text() {
        return "constraint\n%s\n%s".formatted(addition(), validation());
    }

    @Override
    public List<String> tablesWithWork() {
        return List.of(table);
    }

    @Override
    public List<Finding> findings() {
        return Linter.findings(addition() + ";\n" + validation());
    }
}
