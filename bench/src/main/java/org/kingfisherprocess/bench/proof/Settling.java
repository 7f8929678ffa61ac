package org.kingfisherprocess.bench.proof;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.kingfisherprocess.bench.load.Crawl;

/// Waits until everything that was acknowledged has been loaded, or loading has stopped for longer
/// than it may.
public record Settling(Storage storage, Duration patience, Duration askEvery) {
    /// A recovery of PostgreSQL and the back-off after it fit.
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    public static Settling of(Storage storage) {
        return new Settling(storage, PATIENCE, Duration.ofMillis(200));
    }

    /// Returns whether so many receipts were seen. Only where no answer can have been lost on its
    /// way: what was stored without its client knowing counts too.
    public boolean await(Crawl crawl, long receipts) {
        return await(() -> receipts - count(crawl));
    }

    /// Returns whether each of these receipts was seen.
    public boolean await(Collection<UUID> receipts) {
        var missing = new HashSet<>(receipts);
        return await(() -> {
            missing.removeAll(stored(missing));
            return missing.size();
        });
    }

    private boolean await(LongSupplier missing) {
        var least = Long.MAX_VALUE;
        var movedNanos = System.nanoTime();
        while (System.nanoTime() - movedNanos < patience.toNanos()) {
            var now = missing.getAsLong();
            if (now <= 0) {
                return true;
            }
            if (now < least) {
                least = now;
                movedNanos = System.nanoTime();
            }
            pause();
        }
        return false;
    }

    private Set<UUID> stored(Set<UUID> receipts) {
        try {
            return storage.receipts(receipts).keySet();
        } catch (StorageAwayException _) {
            return Set.of();
        }
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
