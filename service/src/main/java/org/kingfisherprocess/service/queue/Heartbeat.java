package org.kingfisherprocess.service.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says every few seconds that this process is alive and what it has in hand, until it is closed.
/// Only for people to see: nothing depends on it.
public final class Heartbeat implements StepObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration BEAT = Duration.ofSeconds(5);

    /// With every sixth beat the queue is looked at, which may hold a million rows.
    private static final int BEATS_FOR_A_LOOK = 6;

    private final Database database;
    private final Workers.Self self;
    private final StepObserver next;
    private final InstantSource clock;
    private final Workers workers = new Workers();
    private final Map<Thread, Workers.InHand> inHand = new ConcurrentHashMap<>();
    private final Thread thread;

    private Heartbeat(
            Database database, Workers.Self self, StepObserver next, InstantSource clock) {
        this.database = database;
        this.self = self;
        this.next = next;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::run);
    }

    /// Begins to beat.
    ///
    /// @param next is told what this one is told
    public static Heartbeat start(
            Database database, Workers.Self self, StepObserver next, InstantSource clock) {
        var heartbeat = new Heartbeat(database, self, next, clock);
        heartbeat.thread.start();
        return heartbeat;
    }

    @Override
    public void begun(QueuedStep step) {
        inHand.put(Thread.currentThread(), new Workers.InHand(step.text(), clock.instant()));
        next.begun(step);
    }

    @Override
    public void ended() {
        inHand.remove(Thread.currentThread());
        next.ended();
    }

    @Override
    public void done(QueuedStep step, Duration took) {
        next.done(step, took);
    }

    @Override
    public void failed(QueuedStep step, RuntimeException reason) {
        next.failed(step, reason);
    }

    @Override
    public void waiting(RuntimeException reason) {
        next.waiting(reason);
    }

    /// Takes this process out of the list.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            database.run(tx -> workers.leave(tx, self));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (DatabaseException e) {
            LOG.debug("this process stays in the list of workers for an hour", e);
        }
    }

    private void run() {
        try {
            for (int beats = 0; ; beats++) {
                beat();
                if (beats % BEATS_FOR_A_LOOK == 0) {
                    look();
                }
                Thread.sleep(BEAT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            next.looked(database.transaction(new StepQueue()::state));
        } catch (DatabaseException e) {
            LOG.debug("metrics of the queue are not renewed for now", e);
        }
    }

    private void beat() {
        try {
            database.run(tx -> workers.beat(tx, self, List.copyOf(inHand.values())));
        } catch (DatabaseException e) {
            LOG.debug("the list of workers is not renewed for now", e);
        }
    }
}
