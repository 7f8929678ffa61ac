package org.kingfisherprocess.service.steps;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repeats a step until its thread is interrupted. The only class that knows how: an error is
/// logged and the step goes on after a pause.
public record RunUntilStopped(Step step, Duration pauseAfterError) implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RunUntilStopped.class);

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                step.runOnce();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("a step failed; it goes on in {} s", pauseAfterError.toSeconds(), e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(pauseAfterError);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
