package org.kingfisherprocess.service.migrate;

import java.time.Duration;

/// Waits, and gives up the run when the thread is interrupted.
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrationException(
                    "the migration run was interrupted; what was finished stays, run it again");
        }
    }
}
