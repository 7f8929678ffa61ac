package org.kingfisherprocess.service;

import java.time.InstantSource;
import java.util.UUID;
import org.kingfisherprocess.service.queue.Heartbeat;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.queue.Wakeups;
import org.kingfisherprocess.service.queue.Workers;
import org.kingfisherprocess.service.sql.Database;

/// The threads of a process that do steps, woken when there are some, and seen by `workers list`.
record StepThreads(Heartbeat heartbeat, Wakeups wakeups, WorkerThreads threads)
        implements AutoCloseable {
    /// Beside one for each thread: one to listen on, one for the heartbeat.
    static final int OWN_CONNECTIONS = 2;

    static StepThreads start(Wiring wiring, Database database, int count, StepObserver observer) {
        var self =
                new Workers.Self(
                        UUID.randomUUID(),
                        ScheduledJobs.host(),
                        ProcessHandle.current().pid(),
                        Release.version(),
                        count);
        var heartbeat = Heartbeat.start(database, self, observer, InstantSource.system());
        var wakeups = Wakeups.listen(database);
        var worker = wiring.stepWorker(database, wakeups, heartbeat);
        return new StepThreads(
                heartbeat, wakeups, WorkerThreads.start("step", worker::runOnce, count));
    }

    /// The steps in hand end first.
    @Override
    public void close() {
        threads.close();
        wakeups.close();
        heartbeat.close();
    }
}
