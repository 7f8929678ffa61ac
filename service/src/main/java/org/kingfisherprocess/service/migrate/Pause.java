package org.kingfisherprocess.service.migrate;

import java.time.Duration;

/// Waits, and ends the run when the thread is interrupted.
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new MigrationStoppedException("the migration run was interrupted");
        }
    }
}
