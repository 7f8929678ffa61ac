package org.kingfisherprocess.bench.deletion;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.service.deletion.DeletionLimits;
import org.kingfisherprocess.service.deletion.Marking;
import org.kingfisherprocess.service.deletion.Wipe;
import org.kingfisherprocess.service.sql.Database;

/// The deletion of one collection in a thread of its own.
final class Deleting {
    private final Thread thread;
    private final ConcurrentLinkedQueue<Long> transactions = new ConcurrentLinkedQueue<>();
    private final long start = System.nanoTime();
    private volatile double seconds;
    private volatile String problem = "";

    private Deleting(Database database, long id, int batchRows) {
        var limits =
                new DeletionLimits(
                        DeletionLimits.DEFAULTS.pageRows(),
                        batchRows,
                        DeletionLimits.DEFAULTS.quietTries(),
                        DeletionLimits.DEFAULTS.quietPause());
        var wipe = new Wipe(database, limits, (_, _, _, took) -> note(took));
        this.thread =
                Thread.ofPlatform()
                        .name("delete")
                        .unstarted(() -> {
                            try {
                                if (!(wipe.wipe(id) instanceof Wipe.Outcome.Wiped)) {
                                    problem = "somebody loads into the collection";
                                }
                            } catch (InterruptedException | RuntimeException e) {
                                problem = e.toString();
                            }
                            seconds = (System.nanoTime() - start) / 1e9;
                        });
    }

    static Deleting start(Database database, long id, int batchRows) {
        new Marking(database).delete(id, new Marking.Wish(false, false, "a benchmark"));
        var deleting = new Deleting(database, id, batchRows);
        deleting.thread.start();
        return deleting;
    }

    private void note(Duration took) {
        transactions.add(took.toNanos());
    }

    boolean goesOn() {
        return thread.isAlive();
    }

    /// Cells of a table, when it has ended.
    String cells(int releases) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
        var held = Latencies.ofNanos(transactions.stream().mapToLong(Long::longValue).toArray());
        return String.format(
                Locale.ROOT,
                "%.0f | %,.0f | %.0f | %.0f | %.0f",
                seconds,
                releases / seconds,
                held.median(),
                held.p99(),
                held.longest());
    }
}
