package org.kingfisherprocess.bench.migrate;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.bench.process.Pauses;

/// Analysts: some look up a few rows and want them at once, some run queries that take long.
final class Readers implements AutoCloseable {
    private static final String SHORT =
            "select r.ocid, d.data ->> 'date' from release r join data d on d.id = r.data_id where r.ocid = ?";

    /// Holds its lock on `release` for seconds.
    private static final String LONG =
            """
            select count(*), sum(length(r.ocid)), pg_sleep(3) from release r
            where r.collection_id = 1 and r.id < 20000
            """;

    private static final int SHORT_READERS = 2;
    private static final int PAUSE_MILLIS = 40;
    private static final int LONG_PAUSE_MILLIS = 1_000;

    private final String url;
    private final int releases;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private Readers(String url, int releases) {
        this.url = url;
        this.releases = releases;
    }

    static Readers start(String url, int releases) {
        var readers = new Readers(url + "&ApplicationName=bench%20reader", releases);
        for (var number = 0; number < SHORT_READERS; number++) {
            readers.begin("reader-" + number, readers::lookUp);
        }
        readers.begin("reader-long", readers::readLong);
        return readers;
    }

    /// Times of the short queries since the last call.
    Latencies takeLatencies() {
        var taken = new ArrayList<Long>();
        for (var next = nanos.poll(); next != null; next = nanos.poll()) {
            taken.add(next);
        }
        return Latencies.ofNanos(taken.stream().mapToLong(Long::longValue).toArray());
    }

    List<String> failures() {
        return List.copyOf(failures);
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

    private void begin(String name, Runnable work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(work));
    }

    private void lookUp() {
        read(SHORT, PAUSE_MILLIS, true);
    }

    private void readLong() {
        read(LONG, LONG_PAUSE_MILLIS, false);
    }

    private void read(String query, int pauseMillis, boolean timed) {
        while (!closed) {
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.prepareStatement(query)) {
                while (!closed) {
                    if (timed) {
                        var ocid =
                                "ocds-213czf-"
                                        + ThreadLocalRandom.current()
                                                .nextInt(Math.max(1, releases / 3));
                        statement.setString(1, ocid);
                    }
                    long begun = System.nanoTime();
                    statement.executeQuery().close();
                    if (timed) {
                        nanos.add(System.nanoTime() - begun);
                    }
                    Pauses.ofMillis(pauseMillis);
                }
            } catch (SQLException e) {
                failures.add(String.valueOf(e.getMessage()));
                Pauses.ofMillis(LONG_PAUSE_MILLIS);
            }
        }
    }
}
