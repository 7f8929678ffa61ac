package org.kingfisherprocess.service.steps;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repeats a step until its thread is interrupted. The only class that knows how: whatever is
/// thrown is logged, and the step goes on after a pause. A class that cannot be loaded any more,
/// say, must not end the thread without a word; and a want of memory ends the process before it
/// comes here (`-XX:+ExitOnOutOfMemoryError`).
public record RunUntilStopped(Step step, Duration pauseAfterError) implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RunUntilStopped.class);

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                step.runOnce();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (Throwable e) {
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
