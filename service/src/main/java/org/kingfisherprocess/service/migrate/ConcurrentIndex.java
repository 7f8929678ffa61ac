package org.kingfisherprocess.service.migrate;

import java.util.List;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.Linter;

/// An index built while the table is read and written. One that an earlier, broken build left
/// invalid is rebuilt. `definition` is what follows the table's name: `(ocid)`, `using gin (data)`,
/// `(a) where b`.
public record ConcurrentIndex(String table, String name, String definition, boolean unique)
        implements Change {
    public static ConcurrentIndex on(String table, String name, String definition) {
        return new ConcurrentIndex(table, name, definition, false);
    }

    public static ConcurrentIndex uniqueOn(String table, String name, String definition) {
        return new ConcurrentIndex(table, name, definition, true);
    }

    String statement() {
        return "create %sindex concurrently %s on %s %s"
                .formatted(unique ? "unique " : "", name, table, definition);
    }

    @Override
    public String kind() {
        return "concurrent index";
    }

    @Override
    public String text() {
        return "concurrent index\n" + statement();
    }

    @Override
    public List<String> tablesWithWork() {
        return List.of(table);
    }

    @Override
    public List<Finding> findings() {
        return Linter.findings(statement());
    }
}
