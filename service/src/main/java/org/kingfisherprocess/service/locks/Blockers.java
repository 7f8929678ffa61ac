package org.kingfisherprocess.service.locks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.kingfisherprocess.service.locks.BlockerTree.Edge;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// Reads from the server who waits for whom.
public final class Blockers {
    private static final int LONGEST_QUERY = 500;

    private static final String BACKENDS =
            """
            select pid, backend_start, coalesce(backend_type, 'client backend') as kind, coalesce(usename, '') as user_name,
                coalesce(application_name, '') as application, coalesce(host(client_addr), '') as client,
                case when backend_type is null then 'hidden' else coalesce(state, '') end as state, xact_start,
                (extract(epoch from clock_timestamp() - xact_start) * 1000)::bigint as transaction_millis,
                (extract(epoch from clock_timestamp() - state_change) * 1000)::bigint as state_millis,
                coalesce(wait_event_type || ': ' || wait_event, '') as wait_event,
                left(trim(regexp_replace(coalesce(query, ''), '\\s+', ' ', 'g')), %d) as query
            from pg_stat_activity
            union all
            select 0, min(prepared), 'prepared transaction', string_agg(distinct owner, ', '), '', '', 'prepared',
                min(prepared), (extract(epoch from clock_timestamp() - min(prepared)) * 1000)::bigint, null, '',
                'rollback prepared ' || string_agg(quote_literal(gid), ', ')
            from pg_prepared_xacts where database = current_database()
            having count(*) > 0
            """
                    .formatted(LONGEST_QUERY);

    /// A session waits for one lock at a time. A row is waited for by way of its transaction; then
    /// the lock on the tuple, which the waiter holds meanwhile, tells the table.
    private static final String EDGES =
            """
            with locks as materialized (select * from pg_locks),
            waits as (
                select pid, mode, locktype, relation, classid, objid, objsubid, database, page, tuple, virtualxid, transactionid,
                    greatest((extract(epoch from clock_timestamp() - waitstart) * 1000)::bigint, 0) as millis,
                    pg_blocking_pids(pid) as blockers,
                    coalesce(relation, (select relation from locks row_lock
                        where row_lock.pid = waiter.pid and row_lock.locktype = 'tuple' limit 1)) as concerned
                from locks waiter where not granted and (database is null or database in (0,
                    (select oid from pg_database where datname = current_database())))
            )
            select waits.pid as waiter, blocker, waits.mode, coalesce(waits.millis, 0) as millis,
                concerned::regclass::text as concerned,
                case locktype
                    when 'relation' then (select case relkind when 'i' then 'index ' when 'S' then 'sequence '
                        when 'v' then 'view ' when 't' then 'overflow table ' else 'table ' end
                        from pg_class where oid = relation) || relation::regclass
                    when 'tuple' then 'a row of ' || concerned::regclass
                    when 'transactionid' then coalesce('a row of ' || concerned::regclass, 'transaction ' || transactionid)
                    when 'virtualxid' then 'the end of transaction ' || virtualxid
                    when 'extend' then 'the growth of ' || concerned::regclass
                    when 'advisory' then 'advisory lock ' || case objsubid when 1
                        then ((classid::bigint << 32) | objid::bigint)::text else classid || ', ' || objid end
                    when 'object' then pg_describe_object(classid, objid, objsubid::integer)
                    else locktype
                end as object,
                coalesce(held.modes, '') as modes, not coalesce(held.granted, true) as queued
            from waits cross join unnest(blockers) as blocker
            left join lateral (
                select string_agg(distinct mode, ', ' order by mode) as modes, bool_or(granted) as granted
                from locks held where held.pid = blocker
                    and (held.locktype, held.database, held.relation, held.page, held.tuple, held.virtualxid,
                        held.transactionid, held.classid, held.objid, held.objsubid)
                    is not distinct from (waits.locktype, waits.database, waits.relation, waits.page, waits.tuple,
                        waits.virtualxid, waits.transactionid, waits.classid, waits.objid, waits.objsubid)
            ) held on true
            order by millis desc, waiter, blocker
            """;

    private static final String SEES_ALL =
            "select pg_has_role(current_user, 'pg_read_all_stats', 'usage') as sees";

    private Blockers() {}

    /// Who waits for whom in this database now.
    public static BlockerTree read(Database database) {
        return database.transaction(Blockers::read);
    }

    /// Whether the server lets us see what sessions of other users do, and how far standbys are.
    public static boolean seesAll(Database database) {
        return database.transaction(
                tx -> tx.queryOne(SEES_ALL, row -> row.bool("sees")).orElseThrow());
    }

    /// The session with this pid, whether it is in anybody's way or not.
    public static Optional<Backend> session(Database database, int pid) {
        return Optional.ofNullable(database.transaction(Blockers::backends).get(pid));
    }

    /// All sessions of the server, by pid.
    private static Map<Integer, Backend> backends(Tx tx) throws SQLException {
        var backends = new LinkedHashMap<Integer, Backend>();
        for (var backend : tx.query(BACKENDS, Blockers::backend)) {
            backends.put(backend.pid(), backend);
        }
        return backends;
    }

    /// The locks are read first: a session that is gone by the time that the sessions are read has
    /// let go.
    private static BlockerTree read(Tx tx) throws SQLException {
        var edges = new ArrayList<>(tx.query(EDGES, Blockers::edge));
        if (edges.isEmpty()) {
            return new BlockerTree(List.of());
        }
        return BlockerTree.of(backends(tx), edges);
    }

    private static Backend backend(Row row) throws SQLException {
        return new Backend(
                row.intValue("pid"),
                row.optionalInstant("backend_start"),
                row.text("kind"),
                row.text("user_name"),
                row.text("application"),
                row.text("client"),
                row.text("state"),
                row.optionalInstant("xact_start"),
                millis(row.optionalLong("transaction_millis")),
                millis(row.optionalLong("state_millis")),
                row.text("wait_event"),
                row.text("query"));
    }

    private static Edge edge(Row row) throws SQLException {
        return new Edge(
                row.intValue("waiter"),
                row.intValue("blocker"),
                new Wait(
                        row.text("mode"),
                        row.optionalText("object").orElse("something that is gone"),
                        row.optionalText("concerned"),
                        Duration.ofMillis(row.longValue("millis")),
                        row.text("modes"),
                        row.bool("queued")));
    }

    private static Optional<Duration> millis(OptionalLong millis) {
        return millis.isPresent()
                ? Optional.of(Duration.ofMillis(Math.max(0, millis.getAsLong())))
                : Optional.empty();
    }
}
