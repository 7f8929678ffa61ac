package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;

/// What else hangs on columns that are to be replaced, and cannot be carried over: materialized
/// views, rules, policies, triggers of single columns, statistics, generated columns, exclusion
/// constraints. Looked for before anything is begun. Plain views are carried over.
final class Dependents {
    private static final String OTHERS =
            """
            select distinct pg_describe_object(d.classid, d.objid, d.objsubid) as line
            from pg_depend d
            join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
            left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
            left join pg_constraint n on d.classid = 'pg_constraint'::regclass and n.oid = d.objid
            left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
            left join pg_class v on v.oid = r.ev_class
            where d.refclassid = 'pg_class'::regclass and d.refobjid = to_regclass(?) and a.attname = any(?)
                and (c.relkind is null or c.relkind not in ('i', 'S'))
                and (f.oid is null or f.adnum <> d.refobjsubid)
                and (n.oid is null or n.contype not in ('p', 'u', 'f', 'c', 'n'))
                and (v.oid is null or v.relkind <> 'v')
            order by 1
            """;

    private Dependents() {}

    static void refuse(ReshapedTable table, StepContext context) throws SQLException {
        var others = context.texts(OTHERS, table.name(), table.replaced());
        if (!others.isEmpty()) {
            throw new MigrationException(
                    "%s cannot replace columns of %s while these use them: %s; drop them, migrate, and make them again"
                            .formatted(context.address(), table.name(), String.join("; ", others)));
        }
    }
}
