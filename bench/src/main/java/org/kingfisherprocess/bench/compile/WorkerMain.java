package org.kingfisherprocess.bench.compile;

import java.time.InstantSource;
import java.util.ArrayList;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.service.queue.StepGate;
import org.kingfisherprocess.service.queue.StepLimits;
import org.kingfisherprocess.service.queue.StepMarks;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.queue.StepWorker;
import org.kingfisherprocess.service.queue.Wakeups;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.steps.transform.CompileLimits;
import org.kingfisherprocess.service.steps.transform.Transforms;

/// A process that does steps, until it is killed. Says "ready" once it has asked for the first.
public final class WorkerMain {
    private static final int TRIES = 5;
    private static final int MAX_DEPTH = 500;

    private WorkerMain() {}

    /// Runs until it is killed.
    ///
    /// @param arguments the database's URL, user and password, and the number of threads
    public static void main(String[] arguments) throws InterruptedException {
        int threads = Integer.parseInt(arguments[3]);
        var settings = DatabaseSettings.of(arguments[0], arguments[1], arguments[2]);
        var database = Database.open(settings.withPoolSize(threads + 2));
        var worker =
                new StepWorker(
                        database,
                        Transforms.handlers(
                                database,
                                url -> new ExtensionResult.Unavailable(url, "not in a benchmark"),
                                CompileLimits.of(MAX_DEPTH),
                                InstantSource.system()),
                        Wakeups.listen(database),
                        StepMarks.none(),
                        StepGate.OPEN,
                        StepLimits.of(TRIES),
                        StepObserver.NONE);
        worker.runOnce();
        System.out.println("ready");
        var running = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> work(worker)));
        }
        for (var thread : running) {
            thread.join();
        }
    }

    private static void work(StepWorker worker) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                worker.runOnce();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
