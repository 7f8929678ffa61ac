package org.kingfisherprocess.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.steps.RunUntilStopped;
import org.kingfisherprocess.service.steps.Step;
import org.kingfisherprocess.service.steps.StepThread;

/// The threads that load. A transaction that is under way when they are stopped is finished.
final class LoaderThreads implements AutoCloseable {
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

    /// A transaction under way is finished if it takes no longer; otherwise PostgreSQL rolls it
    /// back, and it is done again after the next start.
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final List<Thread> threads = new ArrayList<>();

    static LoaderThreads start(Step load, int count) {
        var started = new LoaderThreads();
        for (int i = 1; i <= count; i++) {
            started.threads.add(
                    new StepThread(new RunUntilStopped(load, PAUSE_AFTER_ERROR), "load-" + i));
        }
        started.threads.forEach(Thread::start);
        return started;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
        try {
            for (var thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
