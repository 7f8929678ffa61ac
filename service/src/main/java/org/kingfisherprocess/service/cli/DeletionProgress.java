package org.kingfisherprocess.service.cli;

import java.time.Duration;
import org.kingfisherprocess.service.deletion.DeletionObserver;

/// Shows how a deletion goes on. Of one thread.
final class DeletionProgress implements DeletionObserver {
    private final Terminal terminal;
    private final long start = System.nanoTime();
    private long rows;

    DeletionProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void deleted(long collectionId, String table, long more, Duration took) {
        rows += more;
        double seconds = Math.max(0.001, (System.nanoTime() - start) / 1e9);
        terminal.progress(
                "%s%s: %,d rows deleted, %,.0f a second"
                        .formatted(
                                collectionId > 0 ? "collection %d, ".formatted(collectionId) : "",
                                table,
                                rows,
                                rows / seconds));
    }
}
