package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.ArrayList;

/// What else hangs on columns that are to be replaced, and cannot be carried over: materialized
/// views, rules, policies, triggers of single columns, statistics, generated and identity columns,
/// exclusion constraints, and what somebody else owns. Looked for before anything is begun. Plain
/// views of ours are carried over.
final class Dependents {
    private static final String ON_COLUMNS =
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
                and (v.oid is null or v.relkind not in ('v', 'm'))
            union
            select format('the identity of column %I', a.attname) from pg_attribute a
            where a.attrelid = to_regclass(?) and a.attname = any(?) and a.attidentity <> ''
            order by 1
            """;

    /// A foreign key belongs to the table that has it.
    private static final String KEYS_OF_OTHERS =
            """
            select format('%s, whose owner is %I', pg_describe_object('pg_constraint'::regclass, n.oid, 0),
                pg_get_userbyid(t.relowner)) as line
            from pg_constraint n join pg_class t on t.oid = n.conrelid
            where n.contype = 'f' and n.confrelid = to_regclass(?) and not pg_has_role(t.relowner, 'usage') and exists (
                select from pg_attribute a
                where a.attrelid = n.confrelid and a.attnum = any(n.confkey) and a.attname = any(?))
            order by 1
            """;

    private static final String ON_VIEWS =
            DependentViews.TREE
                    + """
                    , tree as (select distinct c.* from views v join pg_class c on c.oid = v.oid)
                    select pg_describe_object('pg_class'::regclass, oid, 0) as line from tree where relkind = 'm'
                    union
                    select format('%s, whose owner is %I', pg_describe_object('pg_class'::regclass, oid, 0),
                        pg_get_userbyid(relowner))
                    from tree where relkind = 'v' and not pg_has_role(relowner, 'usage')
                    union
                    select pg_describe_object('pg_trigger'::regclass, t.oid, 0)
                    from tree v join pg_trigger t on t.tgrelid = v.oid where v.relkind = 'v' and not t.tgisinternal
                    union
                    select pg_describe_object('pg_rewrite'::regclass, r.oid, 0)
                    from tree v join pg_rewrite r on r.ev_class = v.oid
                    where v.relkind not in ('v', 'm') and v.oid <> to_regclass(?) or v.relkind = 'v' and r.rulename <> '_RETURN'
                    union
                    select pg_describe_object('pg_attrdef'::regclass, f.oid, 0)
                    from tree v join pg_attrdef f on f.adrelid = v.oid where v.relkind = 'v'
                    union
                    select pg_describe_object(d.classid, d.objid, d.objsubid)
                    from tree v join pg_depend d on d.deptype = 'n' and d.classid <> 'pg_rewrite'::regclass
                        and (d.refclassid = 'pg_class'::regclass and d.refobjid = v.oid
                            or d.refclassid = 'pg_type'::regclass and d.refobjid = v.reltype)
                    where v.relkind = 'v'
                    order by 1
                    """;

    private Dependents() {}

    static void refuse(ReshapedTable table, StepContext context) throws SQLException {
        var name = table.name();
        var columns = table.replaced();
        var others = new ArrayList<>(context.texts(ON_COLUMNS, name, columns, name, columns));
        others.addAll(context.texts(KEYS_OF_OTHERS, name, columns));
        others.addAll(context.texts(ON_VIEWS, name, columns, name));
        if (!others.isEmpty()) {
            throw new MigrationException(
                    "%s cannot replace columns of %s while these use them: %s; drop them, migrate, and make them again"
                            .formatted(context.address(), name, String.join("; ", others)));
        }
    }
}
