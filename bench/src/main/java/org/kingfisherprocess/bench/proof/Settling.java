package org.kingfisherprocess.bench.proof;

import java.time.Duration;
import org.kingfisherprocess.bench.load.Crawl;

/// Waits until everything that was acknowledged has been loaded, or loading has stopped for longer
/// than it may.
public record Settling(Storage storage, Duration patience, Duration askEvery) {
    /// A recovery of PostgreSQL and the back-off after it fit.
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    public static Settling of(Storage storage) {
        return new Settling(storage, PATIENCE, Duration.ofMillis(200));
    }

    /// Returns whether so many receipts were seen.
    public boolean await(Crawl crawl, long receipts) {
        var last = -1L;
        var movedNanos = System.nanoTime();
        while (System.nanoTime() - movedNanos < patience.toNanos()) {
            var now = count(crawl);
            if (now >= receipts) {
                return true;
            }
            if (now > last) {
                last = now;
                movedNanos = System.nanoTime();
            }
            pause();
        }
        return false;
    }

    /// Returns whether the end of the crawl was applied, which comes after all that was
    /// acknowledged before it; as long as anything moves, it is awaited.
    public boolean awaitEnd(Crawl crawl) {
        var last = -1L;
        var movedNanos = System.nanoTime();
        while (System.nanoTime() - movedNanos < patience.toNanos()) {
            var now = count(crawl);
            if (now >= 0 && storage.ended(crawl)) {
                return true;
            }
            if (now > last) {
                last = now;
                movedNanos = System.nanoTime();
            }
            pause();
        }
        return false;
    }

    /// Returns whether the tables can be asked.
    public boolean awaitTables(Crawl crawl) {
        var begun = System.nanoTime();
        while (count(crawl) < 0) {
            if (System.nanoTime() - begun > patience.toNanos()) {
                return false;
            }
            pause();
        }
        return true;
    }

    private long count(Crawl crawl) {
        try {
            return storage.receiptCount(crawl);
        } catch (StorageAwayException _) {
            return -1;
        }
    }

    private void pause() {
        try {
            Thread.sleep(askEvery);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loading was awaited", e);
        }
    }
}
