package org.kingfisherprocess.service.demo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.kingfisherprocess.service.demo.Stored.StoredFile;
import org.kingfisherprocess.service.locks.BlockerTree;
import org.kingfisherprocess.service.locks.BlockerTree.Node;
import org.kingfisherprocess.service.locks.Blockers;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// What is in the tables, and who locks them: asked in SQL, as an analyst would.
final class Tables implements AutoCloseable {
    private static final String ADOPTED =
            "select to_regclass('intake_receipt') is not null as adopted";

    /// Of the crawl alone: a deployment stores a probe, too.
    private static final String LOADED =
            """
            select count(*) as loaded from intake_receipt r join collection c on c.id = r.collection_id
            where r.kind = 'file' and c.source_id = ?
            """;

    private static final String RECEIPTS =
            """
            select receipt, count(*) as times from intake_receipt where receipt = any(?::uuid[]) group by receipt
            """;

    private static final String FILES =
            """
            select f.filename, count(*) as files, sum(
                (select count(*) from release where collection_file_id = f.id)
                + (select count(*) from record where collection_file_id = f.id)
                + (select count(*) from compiled_release where collection_file_id = f.id))::bigint as documents
            from collection c join collection_file f on f.collection_id = c.id
            where c.source_id = ? and c.transform_type = '' group by f.filename
            """;

    private static final String ENDED =
            """
            select count(*) as ended from collection
            where source_id = ? and transform_type = '' and store_end_at is not null
            """;

    /// Tables of ours that were there when the lock was taken; since when, the transaction tells.
    private static final String HELD =
            """
            select l.pid, a.application_name as holder, c.relname as held,
                greatest((extract(epoch from clock_timestamp() - a.xact_start) * 1000)::bigint, 0) as millis
            from pg_locks l join pg_stat_activity a on a.pid = l.pid join pg_class c on c.oid = l.relation
            where l.granted and l.mode = 'AccessExclusiveLock' and a.datname = current_database()
                and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
            order by millis desc, held
            """;

    private final Database database;

    Tables(Database database) {
        this.database = database;
    }

    private record Holder(int pid, String name, String table, Duration held) {}

    /// How many files of the crawl are stored; empty while the tables are not the server's own.
    OptionalLong loaded() {
        return database.transaction(tx ->
                tx.queryOne(ADOPTED, row -> row.bool("adopted")).orElseThrow()
                        ? OptionalLong.of(
                                tx.queryOne(
                                                LOADED,
                                                row -> row.longValue("loaded"),
                                                CrawlTarget.SOURCE)
                                        .orElseThrow())
                        : OptionalLong.empty());
    }

    /// Tables that one session has for itself now.
    List<HeldLock> held() {
        var holders = database.transaction(Tables::holders);
        if (holders.isEmpty()) {
            return List.of();
        }
        var tree = Blockers.read(database);
        return holders.stream()
                .map(holder ->
                        new HeldLock(
                                holder.name(),
                                holder.table(),
                                holder.held(),
                                waiting(tree, holder)))
                .toList();
    }

    /// How many of the receipts are stored.
    long count(List<UUID> receipts) {
        return database.transaction(tx -> (long) receipts(tx, receipts).size());
    }

    Stored stored(List<UUID> receipts) {
        return database.transaction(tx -> new Stored(receipts(tx, receipts), files(tx)));
    }

    /// Whether the end of the crawl is stored.
    boolean ended() {
        return database.transaction(tx ->
                tx.queryOne(ENDED, row -> row.longValue("ended"), CrawlTarget.SOURCE).orElseThrow())
                == 1;
    }

    @Override
    public void close() {
        database.close();
    }

    private static List<Holder> holders(Tx tx) throws SQLException {
        return tx.query(
                HELD,
                row ->
                        new Holder(
                                row.intValue("pid"),
                                row.text("holder"),
                                row.text("held"),
                                Duration.ofMillis(row.longValue("millis"))));
    }

    private static List<String> waiting(BlockerTree tree, Holder holder) {
        var lines = new ArrayList<String>();
        for (var root : tree.roots()) {
            if (root.backend().pid() == holder.pid()) {
                root.waiting().forEach(node -> lines.add(text(node)));
            }
        }
        return lines;
    }

    private static String text(Node node) {
        return "%s waits%s"
                .formatted(
                        node.backend().application(),
                        node.waits()
                                .map(wait ->
                                        " for %s since %.1f s"
                                                .formatted(
                                                        wait.object(),
                                                        wait.since().toMillis() / 1e3))
                                .orElse(""));
    }

    private static Map<UUID, Long> receipts(Tx tx, List<UUID> receipts) throws SQLException {
        var found = new HashMap<UUID, Long>();
        tx.query(
                RECEIPTS,
                row -> found.put(row.uuid("receipt"), row.longValue("times")),
                SqlArray.uuid(receipts));
        return found;
    }

    private static Map<String, StoredFile> files(Tx tx) throws SQLException {
        var files = new HashMap<String, StoredFile>();
        tx.query(
                FILES,
                row ->
                        files.put(
                                row.text("filename"),
                                new StoredFile(row.longValue("files"), row.longValue("documents"))),
                CrawlTarget.SOURCE);
        return files;
    }
}
