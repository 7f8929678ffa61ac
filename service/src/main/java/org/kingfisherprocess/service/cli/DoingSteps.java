package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.kingfisherprocess.service.queue.StepWorker;
import org.kingfisherprocess.service.queue.Wakeups;
import org.kingfisherprocess.service.sql.Database;

/// Does the steps that are due, in this process, beside a running server or without one.
final class DoingSteps {
    private final CommandLineInterface line;

    DoingSteps(CommandLineInterface line) {
        this.line = line;
    }

    /// Returns how many were done.
    ///
    /// @param only of these collections; of all where empty
    long untilNoneIsDue(Database database, Collection<Long> only, int threads, Duration longest) {
        var worker = line.application().stepWorker(database, Wakeups.none(database));
        var done = new AtomicLong();
        long end = System.nanoTime() + longest.toNanos();
        var running = new ArrayList<Thread>();
        for (int i = 1; i <= threads; i++) {
            running.add(
                    Thread.ofPlatform()
                            .name("step-" + i)
                            .start(() -> work(worker, only, end, done)));
        }
        join(running);
        line.terminal().endProgress();
        return done.get();
    }

    private void work(StepWorker worker, Collection<Long> only, long end, AtomicLong done) {
        try {
            while (System.nanoTime() - end < 0 && worker.runDue(only)) {
                line.terminal().progress("%,d steps done".formatted(done.incrementAndGet()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads) {
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            throw new RefusedException(
                    "interrupted; what is left is done by the server, or by this command again");
        }
    }
}
