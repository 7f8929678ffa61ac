package org.kingfisherprocess.bench.migrate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.kingfisherprocess.bench.process.Pauses;

/// Looks every few milliseconds who holds a table exclusively and who waits for one.
final class LockProbe implements AutoCloseable {
    private static final int BETWEEN_LOOKS_MILLIS = 8;
    private static final String NAME = "bench probe";

    /// Locks on tables that were there before, and waits for any relation.
    private static final String LOOK =
            """
            select l.pid, coalesce(r.relname, l.locktype) as object, l.granted, a.application_name,
                extract(epoch from clock_timestamp() - l.waitstart) * 1000 as waited
            from pg_locks l join pg_stat_activity a on a.pid = l.pid left join pg_class r on r.oid = l.relation
            where a.datname = current_database() and a.application_name <> '%s'
                and (not l.granted or (l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and r.relkind = 'r'))
                and (l.granted or l.locktype in ('relation', 'tuple', 'transactionid'))
            """
                    .formatted(NAME);

    private record Hold(int pid, String table) {}

    private final Connection connection;
    private final Map<String, Double> tables = new HashMap<>();
    private final Map<Hold, Long> held = new HashMap<>();
    private final Map<String, Double> longestWaits = new TreeMap<>();
    private final Thread thread = Thread.ofPlatform().name("lock-probe").unstarted(this::look);
    private volatile boolean closed;
    private long failures;

    private LockProbe(Connection connection) {
        this.connection = connection;
    }

    static LockProbe start(String url) {
        try {
            var probe =
                    new LockProbe(
                            DriverManager.getConnection(
                                    url + "&ApplicationName=" + NAME.replace(" ", "%20")));
            probe.readTables();
            probe.thread.start();
            return probe;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look at locks: " + e.getMessage(), e);
        }
    }

    /// The longest that a table of before was held exclusively, in milliseconds, as far as looks
    /// can tell: two looks lie some milliseconds apart.
    synchronized double longestExclusiveMillis() {
        return tables.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /// The longest wait for a lock of a session whose application's name begins so.
    synchronized double longestWaitMillis(String application) {
        return longestWaits.entrySet().stream()
                .filter(wait -> wait.getKey().startsWith(application))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    /// Which tables were held longest, and who waited longest, for people.
    synchronized String details() {
        var holds = new TreeMap<String, String>();
        tables.forEach((table, millis) -> {
            if (millis > 0) {
                holds.put(table, "%.0f".formatted(millis));
            }
        });
        var waits = new TreeMap<String, String>();
        longestWaits.forEach((who, millis) -> waits.put(who, "%.0f".formatted(millis)));
        return "exclusive ms by table %s; waits ms by application %s%s"
                .formatted(
                        holds, waits, failures == 0 ? "" : "; %d looks failed".formatted(failures));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException _) {
            failures++;
        }
    }

    private void readTables() throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
                                        + " and relname not like 'kingfisher%'")) {
            while (rows.next()) {
                tables.put(rows.getString(1), 0.0);
            }
        }
    }

    private void look() {
        try (var statement = connection.prepareStatement(LOOK)) {
            while (!closed) {
                try (var rows = statement.executeQuery()) {
                    take(rows);
                } catch (SQLException _) {
                    failures++;
                }
                Pauses.ofMillis(BETWEEN_LOOKS_MILLIS);
            }
        } catch (SQLException _) {
            failures++;
        }
    }

    private synchronized void take(java.sql.ResultSet rows) throws SQLException {
        long now = System.nanoTime();
        var still = new HashMap<Hold, Long>();
        while (rows.next()) {
            var object = rows.getString("object");
            if (!rows.getBoolean("granted")) {
                longestWaits.merge(
                        rows.getString("application_name"), rows.getDouble("waited"), Math::max);
            } else if (tables.containsKey(object)) {
                var hold = new Hold(rows.getInt("pid"), object);
                long since = held.getOrDefault(hold, now);
                still.put(hold, since);
                tables.merge(object, Math.max((now - since) / 1e6, 1), Math::max);
            }
        }
        held.clear();
        held.putAll(still);
    }
}
