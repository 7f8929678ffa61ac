package org.kingfisherprocess.service.testing;

import java.util.List;
import org.kingfisherprocess.service.sql.Database;

/// What a database's catalogs say about the tables in `public`, as sorted lines that are the same
/// on every version of PostgreSQL: columns, constraints, indexes, sequences, and which sequence
/// belongs to which column.
public final class Catalog {
    private static final String LINES =
            """
            select line from (
                select format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                    case when a.attnotnull then ' not null' else '' end,
                    coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                union all
                select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
                from pg_constraint
                where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid <> 0
                union all
                select 'index ' || indexdef from pg_indexes where schemaname = 'public'
                union all
                select format('sequence %s %s from %s by %s up to %s, of %s.%s', s.sequencename, s.data_type,
                    s.start_value, s.increment_by, s.max_value, d.refobjid::regclass, a.attname)
                from pg_sequences s
                left join pg_depend d on d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
                    and d.classid = 'pg_class'::regclass and d.deptype = 'a'
                left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                where s.schemaname = 'public'
            ) as lines
            where line not like '%kingfisher_migration%' and line not like '%alembic_version%'
            order by line collate "C"
            """;

    private Catalog() {}

    public static List<String> of(Database database) {
        return database.transaction(tx -> tx.query(LINES, row -> row.text("line")));
    }
}
