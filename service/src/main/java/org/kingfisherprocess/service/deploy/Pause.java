package org.kingfisherprocess.service.deploy;

import java.time.Duration;

/// Waits between two looks.
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new DeployException("interrupted; the deployment can go on with deploy run");
        }
    }
}
