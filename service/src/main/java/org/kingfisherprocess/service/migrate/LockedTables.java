package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Dropped;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.sql.Tx;

/// Adds to what a text tells of its locks what the database knows: dropping an index locks its
/// table, dropping a foreign key the table that it leads to, and reshaping a table those that refer
/// to it.
final class LockedTables {
    private static final String OF_INDEX =
            """
            select t.relname as name from pg_index x
            join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
            where i.relname = ? and i.relnamespace = current_schema()::regnamespace
            """;

    private static final String OF_KEYS =
            """
            select distinct other.relname as name
            from pg_constraint k
            join pg_class t on t.oid = k.conrelid join pg_class other on other.oid = k.confrelid
            where k.contype = 'f' and t.oid <> other.oid
                and t.relname = ? and t.relnamespace = current_schema()::regnamespace
            """;

    private static final String OF_CONSTRAINT = OF_KEYS + " and k.conname = ?";

    private static final String OF_COLUMN =
            OF_KEYS
                    + """
                     and exists (select from pg_attribute a
                        where a.attrelid = t.oid and a.attnum = any (k.conkey) and a.attname = ?)
                    """;

    private static final String REFERRING =
            """
            select distinct other.relname as name from pg_constraint k
            join pg_class t on t.oid = k.confrelid join pg_class other on other.oid = k.conrelid
            where k.contype = 'f' and t.relname = ? and t.relnamespace = current_schema()::regnamespace
            """;

    private LockedTables() {}

    static List<Finding> of(Tx tx, Change change) throws SQLException {
        var complete = new ArrayList<Finding>();
        if (change instanceof Reshape reshape) {
            complete.addAll(referring(tx, reshape));
        }
        for (var finding : change.findings()) {
            var others = new ArrayList<Finding>();
            for (var dropped : Dropped.in(finding)) {
                tables(tx, dropped).forEach(table -> others.add(on(table, finding)));
            }
            if (!finding.table().isEmpty() || others.isEmpty()) {
                complete.add(finding);
            }
            complete.addAll(others);
        }
        return complete;
    }

    private static List<Finding> referring(Tx tx, Reshape reshape) throws SQLException {
        var tables = new TreeSet<String>();
        for (var table : reshape.tables()) {
            tables.addAll(read(tx, REFERRING, plain(table.table())));
        }
        reshape.tables().forEach(table -> tables.remove(plain(table.table())));
        reshape.referring().forEach(tables::remove);
        return tables.stream().map(Reshape::keysOf).toList();
    }

    private static Finding on(String table, Finding finding) {
        return new Finding(
                finding.statement(), table, finding.lock(), Cost.CATALOGUE, Optional.empty(), "");
    }

    private static List<String> tables(Tx tx, Dropped dropped) throws SQLException {
        return switch (dropped) {
            case Dropped.Index(var name) -> read(tx, OF_INDEX, plain(name));
            case Dropped.Table(var table) -> read(tx, OF_KEYS, plain(table));
            case Dropped.Constraint(var table, var name) ->
                    read(tx, OF_CONSTRAINT, plain(table), plain(name));
            case Dropped.Column(var table, var name) ->
                    read(tx, OF_COLUMN, plain(table), plain(name));
        };
    }

    private static List<String> read(Tx tx, String query, String... arguments) throws SQLException {
        return tx.query(query, row -> row.text("name"), (Object[]) arguments);
    }

    private static String plain(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
