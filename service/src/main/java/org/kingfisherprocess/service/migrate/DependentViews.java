package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Tx;

/// The views that read columns which a reshape replaces, and the views on those. A view holds on to
/// the very column, not to its name: so all are taken away in the moment of the swap, and made
/// again on the new columns, with their owners, rights and comments, before anybody can look.
final class DependentViews {
    /// A view, with all that is needed to make it again.
    private record View(String name, String creation) {}

    /// Beginning of a query: `views` are those on columns of a table, and those on them, with how
    /// far they are from the table.
    static final String TREE =
            """
            with recursive views (oid, depth) as (
                select distinct r.ev_class, 1
                from pg_depend d
                join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
                join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                where d.refclassid = 'pg_class'::regclass and d.refobjid = to_regclass(?) and a.attname = any(?)
                union
                select r.ev_class, v.depth + 1
                from views v
                join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = v.oid
                join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid and r.ev_class <> v.oid
            )
            """;

    private static final String VIEWS =
            TREE
                    + """
                    select c.oid::regclass::text as name,
                        format('create view %s (%s)%s as %s',
                            c.oid::regclass,
                            (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                                where attrelid = c.oid and attnum > 0 and not attisdropped),
                            coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', ''),
                            pg_get_viewdef(c.oid))
                        || format(E'\\nalter view %s owner to %I;', c.oid::regclass, pg_get_userbyid(c.relowner))
                        || coalesce((select string_agg(format(E'\\ngrant %s on %s to %s%s;', g.privilege_type, c.oid::regclass,
                                case when g.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end,
                                case when g.is_grantable then ' with grant option' else '' end), '')
                            from aclexplode(c.relacl) as g where g.grantee <> c.relowner), '')
                        || coalesce((select string_agg(format(E'\\ngrant %s (%I) on %s to %s%s;', g.privilege_type, a.attname, c.oid::regclass,
                                case when g.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end,
                                case when g.is_grantable then ' with grant option' else '' end), '')
                            from pg_attribute a cross join aclexplode(a.attacl) as g where a.attrelid = c.oid), '')
                        || coalesce((select string_agg(format(E'\\ncomment on column %s.%I is %L;', c.oid::regclass, a.attname,
                                col_description(c.oid, a.attnum)), '')
                            from pg_attribute a where a.attrelid = c.oid and col_description(c.oid, a.attnum) is not null), '')
                        || coalesce(format(E'\\ncomment on view %s is %L;', c.oid::regclass, obj_description(c.oid, 'pg_class')), '')
                            as creation
                    from (select oid, max(depth) as depth from views group by oid) as v
                    join pg_class c on c.oid = v.oid and c.relkind = 'v'
                    order by v.depth, c.oid
                    """;

    private final List<View> views;

    private DependentViews(List<View> views) {
        this.views = views;
    }

    /// Takes them away, those on others first.
    static DependentViews drop(Tx tx, ReshapedTable table) throws SQLException {
        var views =
                tx.query(
                        VIEWS,
                        row -> new View(row.text("name"), row.text("creation")),
                        table.name(),
                        table.replaced());
        for (var view : views.reversed()) {
            tx.execute("drop view " + view.name());
        }
        return new DependentViews(views);
    }

    void create(Tx tx) throws SQLException {
        for (var view : views) {
            try (var statement = tx.connection().createStatement()) {
                statement.execute(view.creation());
            } catch (SQLException e) {
                if (Sqlstates.isInTheWay(e)) {
                    throw e;
                }
                throw new MigrationException(
                        "the view %s cannot be made again on the new columns: %s; drop it, run the migration again, and make it anew"
                                .formatted(view.name(), e.getMessage()),
                        e);
            }
        }
    }
}
