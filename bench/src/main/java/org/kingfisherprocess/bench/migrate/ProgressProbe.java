package org.kingfisherprocess.bench.migrate;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.kingfisherprocess.bench.process.Pauses;

/// Looks ten times a second whether something goes on, and remembers the longest time in which
/// nothing did, and all such times together.
final class ProgressProbe implements AutoCloseable {
    private static final int BETWEEN_LOOKS_MILLIS = 100;

    /// Shorter pauses are the load's own.
    private static final double WORTH_COUNTING_SECONDS = 1;

    private final String url;
    private final String question;
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::look);
    private volatile boolean closed;
    private long last = Long.MIN_VALUE;
    private long movedNanos = System.nanoTime();
    private long resetNanos = System.nanoTime();
    private double first = -1;
    private double longest;
    private double stalled;

    private ProgressProbe(String url, String question) {
        this.url = url;
        this.question = question;
    }

    /// @param question a query for a number that grows
    static ProgressProbe start(String url, String question) {
        var probe = new ProgressProbe(url + "&ApplicationName=bench%20probe", question);
        probe.thread.start();
        return probe;
    }

    /// Counts from now on.
    synchronized void reset() {
        movedNanos = System.nanoTime();
        resetNanos = movedNanos;
        first = -1;
        longest = 0;
        stalled = 0;
    }

    /// How long it took from the reset until something moved.
    synchronized double firstSeconds() {
        return first < 0 ? sinceMoved() : first;
    }

    /// The longest time without any progress, after the first.
    synchronized double longestSeconds() {
        return Math.max(longest, sinceMoved());
    }

    /// All times of more than a second without progress, together.
    synchronized double stalledSeconds() {
        return stalled + counted(sinceMoved());
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        while (!closed) {
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                while (!closed) {
                    try (var rows = statement.executeQuery(question)) {
                        rows.next();
                        take(rows.getLong(1));
                    }
                    Pauses.ofMillis(BETWEEN_LOOKS_MILLIS);
                }
            } catch (SQLException _) {
                Pauses.ofMillis(BETWEEN_LOOKS_MILLIS); // no progress either
            }
        }
    }

    private synchronized void take(long now) {
        if (now != last) {
            double pause = sinceMoved();
            if (first < 0) {
                first = (System.nanoTime() - resetNanos) / 1e9;
            } else {
                longest = Math.max(longest, pause);
                stalled += counted(pause);
            }
            last = now;
            movedNanos = System.nanoTime();
        }
    }

    private double sinceMoved() {
        return (System.nanoTime() - movedNanos) / 1e9;
    }

    private static double counted(double pause) {
        return pause > WORTH_COUNTING_SECONDS ? pause : 0;
    }
}
