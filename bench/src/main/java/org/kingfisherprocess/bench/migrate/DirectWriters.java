package org.kingfisherprocess.bench.migrate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.bench.process.Pauses;

/// Requests of a system that stores before it answers, as version 1 does: each adds a row to
/// `release` and changes another one, and its client waits for so long and no longer.
final class DirectWriters implements AutoCloseable {
    private static final int WRITERS = 4;
    private static final int PAUSE_MILLIS = 100;

    /// What clients and proxies commonly allow is a minute; with less, short runs show it too.
    private static final int PATIENCE_MILLIS = 5_000;

    private static final String ADD =
            """
            insert into release (collection_file_item_id, collection_file_id, release_id, ocid, data_id, package_data_id,
                collection_id)
            select collection_file_item_id, collection_file_id, 'direct', ocid, data_id, package_data_id, collection_id
            from release where id = ?
            """;

    private static final String CHANGE =
            "update release set release_date = release_date where id = ?";

    private final String url;
    private final int rows;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean closed;

    private DirectWriters(String url, int rows) {
        this.url = url;
        this.rows = rows;
    }

    static DirectWriters start(String url, int rows) {
        var writers = new DirectWriters(url + "&ApplicationName=bench%20writer", rows);
        for (var number = 0; number < WRITERS; number++) {
            writers.threads.add(Thread.ofPlatform().daemon().start(writers::write));
        }
        return writers;
    }

    /// Times since the last call, those of failed requests too.
    Latencies takeLatencies() {
        var taken = new ArrayList<Long>();
        for (var next = nanos.poll(); next != null; next = nanos.poll()) {
            taken.add(next);
        }
        return Latencies.ofNanos(taken.stream().mapToLong(Long::longValue).toArray());
    }

    long failed() {
        return failed.get();
    }

    long done() {
        return done.get();
    }

    @Override
    public void close() {
        closed = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write() {
        while (!closed) {
            try (var connection = DriverManager.getConnection(url)) {
                try (var statement = connection.createStatement()) {
                    statement.execute("set statement_timeout = " + PATIENCE_MILLIS);
                }
                connection.setAutoCommit(false);
                while (!closed) {
                    request(connection);
                    Pauses.ofMillis(PAUSE_MILLIS);
                }
            } catch (SQLException e) {
                Pauses.ofMillis(PAUSE_MILLIS);
            }
        }
    }

    private void request(Connection connection) throws SQLException {
        long begun = System.nanoTime();
        var random = ThreadLocalRandom.current();
        try (var add = connection.prepareStatement(ADD);
                var change = connection.prepareStatement(CHANGE)) {
            add.setInt(1, random.nextInt(1, rows + 1));
            add.execute();
            change.setInt(1, random.nextInt(1, rows + 1));
            change.execute();
            connection.commit();
            done.incrementAndGet();
        } catch (SQLException e) {
            failed.incrementAndGet();
            connection.rollback();
        } finally {
            nanos.add(System.nanoTime() - begun);
        }
    }
}
