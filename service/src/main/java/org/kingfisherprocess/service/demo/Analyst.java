package org.kingfisherprocess.service.demo;

import java.time.Duration;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;

/// Somebody who queries the tables all the while, as people do. A look-up that meets a lock waits;
/// one that meets a PostgreSQL which is away tries again.
final class Analyst implements AutoCloseable {
    static final String NAME = "analyst";

    private static final Duration THINKS = Duration.ofMillis(300);

    private static final String LOOK_UP =
            """
            select count(*) as releases from release r join data d on d.id = r.data_id
            where r.ocid = 'ocds-213czf-100' and d.data ->> 'ocid' is not null
            """;

    private final Database database;
    private final Thread thread = Thread.ofPlatform().daemon().name(NAME).unstarted(this::read);
    private volatile Duration longest = Duration.ZERO;

    private Analyst(Database database) {
        this.database = database;
    }

    /// @param database for this one alone; closed with it
    static Analyst start(Database database) {
        var analyst = new Analyst(database);
        analyst.thread.start();
        return analyst;
    }

    /// The longest that a look-up took.
    Duration longest() {
        return longest;
    }

    @Override
    public void close() {
        thread.interrupt();
        database.close(); // which ends a look-up that waits for a lock
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                lookUp();
                Thread.sleep(THINKS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookUp() {
        long begun = System.nanoTime();
        try {
            var _ =
                    database.transaction(
                            tx -> tx.queryOne(LOOK_UP, row -> row.longValue("releases")));
            var took = Duration.ofNanos(System.nanoTime() - begun);
            longest = took.compareTo(longest) > 0 ? took : longest;
        } catch (DatabaseException _) {
            // The server starts or stops; the next look-up finds it again.
            return;
        }
    }
}
