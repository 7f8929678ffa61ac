package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.Tx;

/// JSON documents, each stored once, found by the hash of their canonical form.
///
/// Written in order of hash, so that transactions that store the same documents at the same time
/// wait for one another instead of deadlocking.
public final class Documents {
    private final String insert;
    private final String find;

    private Documents(String table) {
        insert =
                """
                insert into %s (hash_md5, data)
                select h, d::jsonb from unnest(?::text[], ?::text[]) as document (h, d)
                on conflict (hash_md5) where hash_md5 <> '' do nothing
                returning id, hash_md5
                """
                        .formatted(table);
        find =
                """
                select id, hash_md5 from %s where hash_md5 = any(?::text[]) and hash_md5 <> ''
                order by hash_md5 for key share
                """
                        .formatted(table);
    }

    /// Releases, records and compiled releases.
    public static Documents ofData() {
        return new Documents("data");
    }

    /// What stands beside the releases or records in a package.
    public static Documents ofPackageData() {
        return new Documents("package_data");
    }

    /// A document and its hash.
    ///
    /// @param md5 32 hexadecimal digits, of the canonical form
    public record Hashed(String md5, String json) {}

    /// What became of documents, by their hash.
    ///
    /// @param ids of those that are stored, now or before
    /// @param refused PostgreSQL's reasons against those that it cannot store, for example for
    ///   their size
    public record Outcome(Map<String, Long> ids, Map<String, String> refused) {}

    /// Stores those that are new. One that PostgreSQL refuses does not keep it from storing the
    /// others. Those that were there are locked: until the transaction ends, nobody deletes them.
    public Outcome store(Tx tx, Collection<Hashed> documents) throws SQLException {
        var missing = new TreeMap<String, String>();
        for (var document : documents) {
            missing.putIfAbsent(document.md5(), document.json());
        }
        var outcome = new Outcome(new HashMap<>(missing.size() * 2), new HashMap<>());
        while (!missing.isEmpty()) { // once more where one was deleted between the two statements
            insert(tx, new ArrayList<>(missing.entrySet()), outcome);
            missing.keySet().removeAll(outcome.ids().keySet());
            missing.keySet().removeAll(outcome.refused().keySet());
            if (!missing.isEmpty()) {
                tx.query(
                        find,
                        row -> outcome.ids().put(row.text("hash_md5"), row.longValue("id")),
                        hashes(missing));
                missing.keySet().removeAll(outcome.ids().keySet());
            }
        }
        return outcome;
    }

    /// Halves what was refused until the guilty are alone.
    private void insert(Tx tx, List<Map.Entry<String, String>> documents, Outcome outcome)
            throws SQLException {
        try {
            tx.savepoint(inner ->
                    inner.query(
                            insert,
                            row -> outcome.ids().put(row.text("hash_md5"), row.longValue("id")),
                            SqlArray.text(documents.stream().map(Map.Entry::getKey).toList()),
                            SqlArray.text(documents.stream().map(Map.Entry::getValue).toList())));
        } catch (SQLException e) {
            if (SqlFailure.of(e) != SqlFailure.DATA) {
                throw e;
            }
            if (documents.size() == 1) {
                outcome.refused()
                        .put(documents.getFirst().getKey(), String.valueOf(e.getMessage()));
                return;
            }
            int middle = documents.size() / 2;
            insert(tx, documents.subList(0, middle), outcome);
            insert(tx, documents.subList(middle, documents.size()), outcome);
        }
    }

    private static SqlArray hashes(Map<String, String> documents) {
        return SqlArray.text(documents.keySet());
    }
}
