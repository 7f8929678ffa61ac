package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Session;

/// Who holds an advisory lock, in words, as far as the server lets us know.
final class LockHolders {
    private static final String HOLDERS =
            """
            select format('process %s, %s, %s, since %s%s',
                pid, coalesce(usename, '?'), application_name, date_trunc('second', coalesce(xact_start, backend_start)),
                coalesce(', ' || state || ': ' || left(regexp_replace(query, '\\s+', ' ', 'g'), 100), '')) as holder
            from pg_stat_activity
            where pid <> pg_backend_pid() and pid in (
                select pid from pg_locks
                where locktype = 'advisory' and granted
                    and database = (select oid from pg_database where datname = current_database())
                    and objsubid = 1
                    and classid::bigint << 32 | objid::bigint = ?)
            order by coalesce(xact_start, backend_start)
            """;

    private LockHolders() {}

    static List<String> of(Session session, long key) throws SQLException {
        return session.query(HOLDERS, row -> row.text("holder"), key);
    }
}
