package org.kingfisherprocess.bench.proof;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.kingfisherprocess.bench.load.Crawl;

/// The tables, by connections of its own: one for each question, since PostgreSQL is killed between
/// them.
public final class SqlStorage implements Storage {
    private static final int RECEIPTS_AT_ONCE = 20_000;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(100);

    private static final String ITEMS =
            """
            select f.filename, coalesce(i.number, 0) as number, count(distinct f.id) as files,
                count(distinct i.id) as items, count(r.id) as releases,
                count(r.id) filter (where d.data ->> 'ocid' = r.ocid and d.data ->> 'id' = r.release_id) as intact,
                coalesce(bool_or(f.errors is not null or i.errors is not null), false) as faults
            from collection c
            join collection_file f on f.collection_id = c.id
            left join collection_file_item i on i.collection_file_id = f.id
            left join release r on r.collection_file_item_id = i.id and r.collection_id = c.id
            left join data d on d.id = r.data_id
            where c.source_id = ? and c.data_version = ?::timestamptz and c.transform_type = ''
            group by f.filename, i.number
            """;

    private static final String RECEIPTS =
            "select receipt, count(*) as times from intake_receipt where receipt = any(?) group by receipt";

    private static final String RECEIPT_COUNT =
            """
            select count(*) from intake_receipt where collection_id in (
                select id from collection
                where source_id = ? and data_version = ?::timestamptz and transform_type = '')
            """;

    private static final String ENDED =
            """
            select count(*) from collection
            where source_id = ? and data_version = ?::timestamptz and transform_type = '' and store_end_at is not null
            """;

    private final Supplier<String> url;

    /// @param url asked for each time: a server that starts again may have another port
    public SqlStorage(Supplier<String> url) {
        this.url = url;
    }

    @Override
    public List<StoredItem> items(Crawl crawl) {
        return ask(connection -> {
            var items = new ArrayList<StoredItem>();
            try (var statement = connection.prepareStatement(ITEMS)) {
                statement.setString(1, crawl.source());
                statement.setString(2, crawl.dataVersion() + "Z");
                var rows = statement.executeQuery();
                while (rows.next()) {
                    items.add(
                            new StoredItem(
                                    rows.getString("filename"),
                                    rows.getInt("number"),
                                    rows.getLong("files"),
                                    rows.getLong("items"),
                                    rows.getLong("releases"),
                                    rows.getLong("intact"),
                                    rows.getBoolean("faults")));
                }
            }
            return items;
        });
    }

    @Override
    public Map<UUID, Long> receipts(Collection<UUID> receipts) {
        var all = List.copyOf(receipts);
        return ask(connection -> {
            var found = new HashMap<UUID, Long>();
            for (var at = 0; at < all.size(); at += RECEIPTS_AT_ONCE) {
                var some = all.subList(at, Math.min(all.size(), at + RECEIPTS_AT_ONCE));
                try (var statement = connection.prepareStatement(RECEIPTS)) {
                    statement.setArray(1, connection.createArrayOf("uuid", some.toArray()));
                    var rows = statement.executeQuery();
                    while (rows.next()) {
                        found.merge(rows.getObject(1, UUID.class), rows.getLong(2), Long::sum);
                    }
                }
            }
            return found;
        });
    }

    @Override
    public boolean ended(Crawl crawl) {
        return count(ENDED, crawl) == 1;
    }

    @Override
    public long receiptCount(Crawl crawl) {
        return count(RECEIPT_COUNT, crawl);
    }

    private long count(String sql, Crawl crawl) {
        return ask(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, crawl.source());
                statement.setString(2, crawl.dataVersion() + "Z");
                var rows = statement.executeQuery();
                return rows.next() ? rows.getLong(1) : 0;
            }
        });
    }

    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /// A PostgreSQL that was killed a moment ago still recovers.
    private <T> T ask(Question<T> question) {
        var begun = System.nanoTime();
        while (true) {
            try (var connection = DriverManager.getConnection(url.get())) {
                return question.ask(connection);
            } catch (SQLException e) {
                if (!mayPass(e) || System.nanoTime() - begun > BACK_WITHIN.toNanos()) {
                    throw new StorageAwayException(e);
                }
                LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
            }
        }
    }

    /// Connections that are refused or break (class 08), and shutdowns and recoveries (57P).
    private static boolean mayPass(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P");
    }
}
