package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.queue.StepWorker;
import org.kingfisherprocess.service.queue.Wakeups;
import org.kingfisherprocess.service.sql.Database;

/// Does the steps that are due, in this process, beside a running server or without one.
final class DoingSteps {
    /// A step that gave way to a lock is due again within this, and is waited for; one that failed
    /// comes later, and is left to whoever works then.
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Between two looks for what others, who are still at work, may have planted.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final CommandLineInterface line;
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    DoingSteps(CommandLineInterface line) {
        this.line = line;
    }

    /// Returns how many were done. Throws the first failure that was not a step's.
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
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return done.get();
    }

    private void work(StepWorker worker, Collection<Long> only, long end, AtomicLong done) {
        try {
            boolean more = true;
            while (more && System.nanoTime() - end < 0) {
                // Asked before one looks: what others planted who have ended is seen then.
                boolean alone = working.getAndIncrement() == 0;
                boolean found = lookOnce(worker, only);
                if (found) {
                    line.terminal().progress("%,d steps done".formatted(done.incrementAndGet()));
                }
                more = found || waits(worker, only, alone);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private boolean lookOnce(StepWorker worker, Collection<Long> only) throws InterruptedException {
        try {
            return worker.runDue(only);
        } finally {
            working.decrementAndGet();
        }
    }

    /// Waits where there may be something to do again; false where there is not.
    private static boolean waits(StepWorker worker, Collection<Long> only, boolean alone)
            throws InterruptedException {
        if (!alone) {
            Thread.sleep(LOOK_AGAIN);
            return true;
        }
        var next = worker.nextDue(only).filter(due -> due.compareTo(SOON) < 0);
        if (next.isPresent()) {
            Thread.sleep(next.get().plusMillis(1));
        }
        return next.isPresent();
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
