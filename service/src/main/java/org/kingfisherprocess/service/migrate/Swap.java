package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kingfisherprocess.service.sql.Tx;

/// The moment of a reshape: in one transaction under one lock, the new columns of a table take the
/// names, the defaults, the sequences, the indexes and the keys of the old ones, which go. Nothing
/// in it looks at a row.
final class Swap {
    private static final String DEFAULTS =
            """
            select a.attname as name, pg_get_expr(d.adbin, d.adrelid) as expression
            from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
            where d.adrelid = to_regclass(?) and a.attname = any(?)
            """;

    private static final String SEQUENCES =
            """
            select a.attname as name, d.objid::regclass::text as sequence, format_type(n.atttypid, null) as type
            from pg_depend d
            join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            join pg_class s on s.oid = d.objid and s.relkind = 'S'
            join pg_attribute n on n.attrelid = d.refobjid and n.attname = a.attname || '__new'
            where d.classid = 'pg_class'::regclass and d.deptype = 'a' and d.refobjid = to_regclass(?)
                and a.attname = any(?)
            """;

    private static final String RIGHTS =
            """
            select format(E'grant %s (%I) on %s to %s%s;\n', g.privilege_type, a.attname || '__new', a.attrelid::regclass,
                case when g.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end,
                case when g.is_grantable then ' with grant option' else '' end) as granting
            from pg_attribute a cross join aclexplode(a.attacl) as g
            where a.attrelid = to_regclass(?) and a.attname = any(?)
            """;

    private static final String COMMENTS =
            """
            select a.attname as name, quote_literal(col_description(a.attrelid, a.attnum)) as comment
            from pg_attribute a
            where a.attrelid = to_regclass(?) and a.attname = any(?) and col_description(a.attrelid, a.attnum) is not null
            """;

    /// From version 18 on, "not null" has a name.
    private static final String NOT_NULLS =
            """
            select a.attname as name, c.conname as constraint_name
            from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'n' and c.conrelid = to_regclass(?)
            """;

    private final ReshapedTable table;
    private final StepContext context;

    Swap(ReshapedTable table, StepContext context) {
        this.table = table;
        this.context = context;
    }

    /// Returns false, and leaves all as it is, where an index or a key was made on the old columns
    /// since their doubles were.
    boolean run() throws SQLException {
        var required = table.required();
        var isComplete = new AtomicBoolean();
        context.brief(
                "swap the columns of " + table.name(),
                List.of(table.name()),
                tx -> {
                    tx.execute("lock table %s in access exclusive mode".formatted(table.name()));
                    var indexes = HangingIndexes.of(table, context);
                    isComplete.set(
                            HangingIndexes.areDoubled(indexes, context)
                                    && HangingConstraints.of(table, context).isEmpty());
                    if (!isComplete.get()) {
                        return;
                    }
                    var views = DependentViews.drop(tx, table);
                    var notNulls = notNulls(tx);
                    try (var statement = tx.connection().createStatement()) {
                        statement.execute(takeOver(tx, required));
                        statement.execute(rename(indexes));
                    }
                    nameNotNulls(tx, notNulls);
                    views.create(tx);
                    StepRecords.progress(
                            tx,
                            context.address(),
                            0,
                            "swapped " + table.name(),
                            "swapped " + table.name(),
                            "true");
                });
        return isComplete.get();
    }

    /// Gives the new columns what the old ones had, and takes the old ones away.
    private String takeOver(Tx tx, List<String> required) throws SQLException {
        var sql = new StringBuilder();
        sql.append("drop trigger %s on %s;\n".formatted(ReshapedTable.trigger(), table.name()));
        sql.append("drop function %s();\n".formatted(table.function()));
        for (var column : required) {
            alter(sql, "alter column %s set not null".formatted(column));
        }
        if (!required.isEmpty()) {
            alter(sql, "drop constraint " + Shadow.quoted(table.proof()));
        }
        tx.forEach(
                DEFAULTS,
                row ->
                        alter(
                                sql,
                                "alter column %s set default %s"
                                        .formatted(
                                                place(row.text("name")), row.text("expression"))),
                table.name(),
                table.replaced());
        tx.forEach(
                SEQUENCES,
                row -> {
                    sql.append(
                            "alter sequence %s owned by %s.%s;\n"
                                    .formatted(
                                            row.text("sequence"),
                                            table.name(),
                                            place(row.text("name"))));
                    sql.append(
                            "alter sequence %s as %s;\n"
                                    .formatted(row.text("sequence"), row.text("type")));
                },
                table.name(),
                table.replaced());
        tx.forEach(RIGHTS, row -> sql.append(row.text("granting")), table.name(), table.replaced());
        tx.forEach(
                COMMENTS,
                row ->
                        sql.append(
                                "comment on column %s.%s is %s;\n"
                                        .formatted(
                                                table.name(),
                                                place(row.text("name")),
                                                row.text("comment"))),
                table.name(),
                table.replaced());
        for (var column : table.reshape().columns()) {
            if (column.replaces()) {
                alter(sql, "drop column " + column.column());
                alter(sql, "rename column %s to %s".formatted(column.place(), column.column()));
            }
            column.standard()
                    .ifPresent(value ->
                            alter(
                                    sql,
                                    "alter column %s set default %s"
                                            .formatted(column.column(), value)));
        }
        return sql.toString();
    }

    private String rename(List<HangingIndexes.Index> indexes) {
        var sql = new StringBuilder(";");
        for (var index : indexes) {
            if (index.constraint().isEmpty()) {
                sql.append(
                        "alter index %s rename to %s;\n"
                                .formatted(
                                        Shadow.quoted(index.shadow()),
                                        Shadow.quoted(index.name())));
            } else {
                var kind = index.constraintKind();
                int rest = kind.indexOf(" deferrable");
                alter(
                        sql,
                        "add constraint %s %s using index %s%s"
                                .formatted(
                                        Shadow.quoted(index.constraint()),
                                        rest < 0 ? kind : kind.substring(0, rest),
                                        Shadow.quoted(index.shadow()),
                                        rest < 0 ? "" : kind.substring(rest)));
            }
        }
        return sql.toString();
    }

    private Map<String, String> notNulls(Tx tx) throws SQLException {
        var names = new HashMap<String, String>();
        tx.forEach(
                NOT_NULLS,
                row -> names.put(row.text("name"), row.text("constraint_name")),
                table.name());
        return names;
    }

    private void nameNotNulls(Tx tx, Map<String, String> before) throws SQLException {
        for (var now : notNulls(tx).entrySet()) {
            var name = before.get(now.getKey());
            if (name != null && !name.equals(now.getValue())) {
                tx.execute(
                        "alter table %s rename constraint %s to %s"
                                .formatted(
                                        table.name(),
                                        Shadow.quoted(now.getValue()),
                                        Shadow.quoted(name)));
            }
        }
    }

    private void alter(StringBuilder sql, String action) {
        sql.append("alter table %s %s;\n".formatted(table.name(), action));
    }

    private String place(String column) {
        return Optional.ofNullable(table.replacements().get(column)).orElseThrow();
    }
}
