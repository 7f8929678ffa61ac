package org.kingfisherprocess.service.migrate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.migrate.lint.Danger;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.Linter;

/// One or more statements in one transaction. For what only touches catalogues: anything that
/// reads, writes or indexes a table of some size has a kind of its own.
///
/// `declared` says, danger by danger, why it does no harm here. `onEmptyTables` is for tables that
/// nobody uses yet: the run refuses it where there is a row, so the linter has nothing to say.
public record Statement(String sql, Map<Danger, String> declared, boolean onEmptyTables)
        implements Change {
    public Statement {
        declared = Map.copyOf(declared);
    }

    public static Statement of(String sql) {
        return new Statement(sql, Map.of(), false);
    }

    public static Statement onEmptyTables(String sql) {
        return new Statement(sql, Map.of(), true);
    }

    public Statement declaring(Danger danger, String reason) {
        var more = new EnumMap<Danger, String>(Danger.class);
        more.putAll(declared);
        more.put(danger, reason);
        return new Statement(sql, more, onEmptyTables);
    }

    /// The tables that it locks.
    List<String> tables() {
        return findings().stream()
                .map(Finding::table)
                .filter(table -> !table.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public String kind() {
        return "statement";
    }

    @Override
    public String text() {
        return "statement\n" + sql;
    }

    @Override
    public List<String> tablesWithWork() {
        return List.of();
    }

    @Override
    public boolean isAtOnce() {
        return true;
    }

    @Override
    public List<Finding> findings() {
        return Linter.findings(sql);
    }
}
