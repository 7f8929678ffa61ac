package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Deletes documents that no row uses any more, out of candidates named by id: so no table is
/// scanned.
///
/// A document that is in use is not even locked. One that is not is locked, and then looked up
/// again: a transaction that begins to use it needs a lock on it that ours excludes, so what nobody
/// uses now, nobody can use before we commit. What another transaction holds is skipped, and kept
/// as a candidate.
public final class UnusedDocuments {
    private final boolean packages;
    private final String unused;
    private final String lock;
    private final String delete;
    private final String page;

    /// Any number of our own: the letters "kpwipe".
    private static final long KEY = 0x6b7077697065L;

    private static final String ONE_AT_A_TIME = "select 1 as locked from pg_advisory_xact_lock(?)";

    private static final String REMEMBER =
            """
            insert into document_candidate (package, document_id) select ?, id from unnest(?::bigint[]) as id order by id
            on conflict do nothing
            """;

    private static final String REMEMBERED =
            """
            select document_id from document_candidate where package = ? and document_id > ?
            order by document_id limit ?
            """;

    private static final String FORGET =
            "delete from document_candidate where package = ? and document_id = any(?::bigint[])";

    private UnusedDocuments(boolean packages, String table, String column, String... users) {
        this.packages = packages;
        var nobody =
                Stream.of(users)
                        .map("not exists (select from %s u where u.%%s = d.id)"::formatted)
                        .map(condition -> condition.formatted(column))
                        .collect(Collectors.joining(" and "));
        unused =
                "select id from %s d where id = any(?::bigint[]) and %s order by id"
                        .formatted(table, nobody);
        lock =
                "select id from %s where id = any(?::bigint[]) order by id for update skip locked"
                        .formatted(table);
        delete = "delete from %s d where id = any(?::bigint[]) and %s".formatted(table, nobody);
        page = "select id from %s where id > ? order by id limit ?".formatted(table);
    }

    public static UnusedDocuments ofData() {
        return new UnusedDocuments(
                false, "data", "data_id", "release", "record", "compiled_release");
    }

    public static UnusedDocuments ofPackageData() {
        return new UnusedDocuments(true, "package_data", "package_data_id", "release", "record");
    }

    /// Until the end of the transaction, no other one deletes rows that use documents: of two that
    /// delete the last two users of a document at once, each would still see the other's.
    public static void oneAtATime(Tx tx) throws SQLException {
        tx.queryOne(ONE_AT_A_TIME, _ -> true, KEY);
    }

    /// Deletes those of the candidates that nobody uses, and returns how many. Those that somebody
    /// holds at the moment are remembered.
    public int delete(Tx tx, List<Long> candidates) throws SQLException {
        var free = ids(tx, unused, candidates);
        if (free.isEmpty()) {
            return 0;
        }
        var locked = ids(tx, lock, free);
        if (locked.size() < free.size()) {
            free.removeAll(locked);
            remember(tx, free);
        }
        return locked.isEmpty() ? 0 : tx.execute(delete, SqlArray.bigint(locked));
    }

    /// For a later look.
    public void remember(Tx tx, List<Long> candidates) throws SQLException {
        if (!candidates.isEmpty()) {
            tx.execute(REMEMBER, packages, SqlArray.bigint(candidates));
        }
    }

    /// Those that wait for a look, behind the given one, in order.
    public List<Long> remembered(Tx tx, long after, int most) throws SQLException {
        return tx.query(REMEMBERED, row -> row.longValue("document_id"), packages, after, most);
    }

    public void forget(Tx tx, List<Long> candidates) throws SQLException {
        tx.execute(FORGET, packages, SqlArray.bigint(candidates));
    }

    /// All documents behind the given one, used or not, in order.
    public List<Long> page(Tx tx, long after, int most) throws SQLException {
        return tx.query(page, row -> row.longValue("id"), after, most);
    }

    private static List<Long> ids(Tx tx, String sql, List<Long> ids) throws SQLException {
        return tx.query(sql, row -> row.longValue("id"), SqlArray.bigint(ids));
    }
}
