package org.kingfisherprocess.service.migrate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Danger;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.Linter;
import org.kingfisherprocess.service.migrate.lint.LockMode;

/// One or more statements in one transaction. For what only touches catalogues: anything that
/// reads, writes or indexes a table of some size has a kind of its own.
///
/// `declared` says, danger by danger, why it does no harm here. `locking` names tables that it
/// locks for a moment where its text does not tell ([Danger#OPAQUE]): with those it is complete,
/// and a rehearsal would find another. `onEmptyTables` is for tables that nobody uses yet: the run
/// refuses it where there is a row, so the linter has nothing to say.
public record Statement(
        String sql, Map<Danger, String> declared, List<String> locking, boolean onEmptyTables)
        implements Change {
    public Statement {
        declared = Map.copyOf(declared);
        locking = List.copyOf(locking);
    }

    public static Statement of(String sql) {
        return new Statement(sql, Map.of(), List.of(), false);
    }

    public static Statement onEmptyTables(String sql) {
        return new Statement(sql, Map.of(), List.of(), true);
    }

    public Statement declaring(Danger danger, String reason) {
        var more = new EnumMap<Danger, String>(Danger.class);
        more.putAll(declared);
        more.put(danger, reason);
        return new Statement(sql, more, locking, onEmptyTables);
    }

    /// With ACCESS EXCLUSIVE, and without touching their rows.
    public Statement locking(String... tables) {
        return new Statement(sql, declared, List.of(tables), onEmptyTables);
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
        var findings = Linter.findings(sql);
        return locking.isEmpty()
                ? findings
                : findings.stream().flatMap(this::withDeclaredLocks).toList();
    }

    private Stream<Finding> withDeclaredLocks(Finding finding) {
        return finding.danger().equals(Optional.of(Danger.OPAQUE))
                ? locking.stream()
                        .map(table ->
                                new Finding(
                                        finding.statement(),
                                        table,
                                        LockMode.ACCESS_EXCLUSIVE,
                                        Cost.CATALOGUE,
                                        finding.danger(),
                                        finding.safer()))
                : Stream.of(finding);
    }
}
