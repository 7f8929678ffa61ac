package org.kingfisherprocess.service.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.LockMode;

/// Columns of some tables get another type, and new columns their values, while the tables are read
/// and written: a shadow column beside each, kept by a trigger; all rows walked once, in batches;
/// every index, constraint, foreign key, default and sequence that hangs on the columns built anew
/// beside the old; then, table by table, in milliseconds, the new take the place of the old.
///
/// Tables whose foreign keys lead to each other's columns belong into one reshape: each key is then
/// built once.
///
/// `referring` names tables that refer to them by a foreign key, where an earlier step of the same
/// migration makes those: a plan finds the others itself. Their keys are exchanged with the
/// columns.
public record Reshape(List<TableReshape> tables, List<String> referring) implements Change {
    public Reshape {
        tables = List.copyOf(tables);
        referring = List.copyOf(referring);
    }

    public static Reshape of(TableReshape... tables) {
        return new Reshape(List.of(tables), List.of());
    }

    public Reshape referredToBy(String... others) {
        return new Reshape(tables, List.of(others));
    }

    @Override
    public String kind() {
        return "reshape";
    }

    @Override
    public String text() {
        return tables.stream()
                .map(TableReshape::text)
                .collect(Collectors.joining("\n", "reshape\n", ""));
    }

    @Override
    public List<String> tablesWithWork() {
        return tables.stream().map(TableReshape::table).toList();
    }

    @Override
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        for (var table : tables) {
            findings.add(
                    found("add shadow columns", table, LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE));
            findings.add(
                    found("create trigger", table, LockMode.SHARE_ROW_EXCLUSIVE, Cost.CATALOGUE));
            findings.add(found("fill them in batches", table, LockMode.ROW_EXCLUSIVE, Cost.ROWS));
            findings.add(
                    found(
                            "build indexes and prove constraints",
                            table,
                            LockMode.SHARE_UPDATE_EXCLUSIVE,
                            Cost.SCAN));
            findings.add(
                    found("swap the columns", table, LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE));
        }
        referring.forEach(other -> findings.add(keysOf(other)));
        return findings;
    }

    /// What it does to a table that refers to one of its tables.
    static Finding keysOf(String table) {
        return new Finding(
                "exchange foreign keys",
                table,
                LockMode.ACCESS_EXCLUSIVE,
                Cost.CATALOGUE,
                Optional.empty(),
                "");
    }

    private static Finding found(String what, TableReshape table, LockMode lock, Cost cost) {
        return new Finding(what, table.table(), lock, cost, Optional.empty(), "");
    }
}
