package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;

/// The indexes that hang on columns which a reshape replaces, each with its double on the new
/// columns.
final class HangingIndexes {
    /// An index, and the unique or primary key constraint that owns it, if one does.
    record Index(String name, String definition, String constraint, String constraintKind) {
        String shadow() {
            return Shadow.name(name);
        }
    }

    private static final String INDEXES =
            """
            select i.relname as name, pg_get_indexdef(x.indexrelid) as definition,
                coalesce(c.conname, '') as constraint_name,
                case c.contype when 'p' then 'primary key' when 'u' then 'unique' else '' end
                    || case when c.condeferrable then ' deferrable' else '' end
                    || case when c.condeferred then ' initially deferred' else '' end as constraint_kind
            from pg_index x
            join pg_class i on i.oid = x.indexrelid
            left join pg_constraint c on c.conindid = x.indexrelid and c.conrelid = x.indrelid and c.contype in ('p', 'u')
            where x.indrelid = to_regclass(?) and x.indisvalid and exists (
                select from pg_attribute a
                where a.attrelid = x.indrelid and a.attname = any(?) and (a.attnum = any(x.indkey::smallint[]) or exists (
                    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = x.indexrelid
                        and d.refclassid = 'pg_class'::regclass and d.refobjid = x.indrelid and d.refobjsubid = a.attnum)))
            order by i.relname
            """;

    private static final String DOUBLED =
            "select indisvalid as yes from pg_index where indexrelid = to_regclass(?)";

    private HangingIndexes() {}

    static List<Index> of(ReshapedTable table, StepContext context) throws SQLException {
        return context.session()
                .query(
                        INDEXES,
                        row ->
                                new Index(
                                        row.text("name"),
                                        row.text("definition"),
                                        row.text("constraint_name"),
                                        row.text("constraint_kind")),
                        table.name(),
                        table.replaced());
    }

    /// Builds the doubles that are not there yet, one after another.
    static void build(ReshapedTable table, StepContext context) throws SQLException {
        for (var index : of(table, context)) {
            var definition = index.definition();
            var rest = definition.substring(definition.indexOf(" USING "));
            var unique = definition.startsWith("CREATE UNIQUE") ? "unique " : "";
            ConcurrentIndexRun.build(
                    Shadow.quoted(index.shadow()),
                    "create %sindex concurrently %s on %s%s"
                            .formatted(
                                    unique,
                                    Shadow.quoted(index.shadow()),
                                    table.name(),
                                    Shadow.withColumns(rest, table.replacements())),
                    context);
        }
    }

    /// Whether each has its double.
    static boolean areDoubled(List<Index> indexes, StepContext context) throws SQLException {
        for (var index : indexes) {
            if (!context.isTrue(DOUBLED, Shadow.quoted(index.shadow()))) {
                return false;
            }
        }
        return true;
    }

    static void undo(ReshapedTable table, StepContext context) throws SQLException {
        for (var index : of(table, context)) {
            context.unhurried("drop index concurrently if exists " + Shadow.quoted(index.shadow()));
        }
    }
}
