package org.kingfisherprocess.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.steps.RunUntilStopped;
import org.kingfisherprocess.service.steps.Step;
import org.kingfisherprocess.service.steps.StepThread;

/// Threads that repeat a step: loading, or one of the queue. A transaction that is under way when
/// they are stopped is finished.
final class WorkerThreads implements AutoCloseable {
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

    /// A transaction under way is finished if it takes no longer; otherwise PostgreSQL rolls it
    /// back, and it is done again after the next start.
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final List<Thread> threads = new ArrayList<>();

    static WorkerThreads start(String name, Step step, int count) {
        var started = new WorkerThreads();
        for (int i = 1; i <= count; i++) {
            started.threads.add(
                    new StepThread(new RunUntilStopped(step, PAUSE_AFTER_ERROR), name + "-" + i));
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
