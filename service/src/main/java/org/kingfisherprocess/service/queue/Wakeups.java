package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.Session;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes the idle workers of a process when somebody, in any process, has planted a step. Holds one
/// connection, on which it listens. Thread-safe.
///
/// Nothing is lost while it is away: workers look by themselves from time to time, and are woken
/// when it listens again.
public final class Wakeups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// The driver waits on a socket, which no interrupt ends: so it looks up this often.
    private static final int LISTEN_MILLIS = 500;

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    private final java.util.concurrent.locks.Condition woken = lock.newCondition();
    private final Thread thread;
    private long count;

    private Wakeups(Database database) {
        this.database = database;
        this.thread = Thread.ofPlatform().daemon().name("step-wakeups").unstarted(this::run);
    }

    /// Starts to listen. Does not wait until it does.
    public static Wakeups listen(Database database) {
        var wakeups = new Wakeups(database);
        wakeups.thread.start();
        return wakeups;
    }

    /// None but those of this process, by [#wake()].
    public static Wakeups none(Database database) {
        return new Wakeups(database);
    }

    /// How many there were: to be asked before one looks for work, and given to [#await].
    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for one after those that were counted, for no longer than this.
    void await(long counted, Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = most.toNanos();
            while (count == counted && left > 0) {
                left = woken.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Wakes the workers of this process.
    public void wake() {
        lock.lock();
        try {
            count++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                database.<@Nullable Void>session(this::listenUntilInterrupted);
            } catch (DatabaseException e) {
                LOG.debug("not listening for steps for now: {}", e.getMessage());
                pause();
            }
        }
    }

    private @Nullable Void listenUntilInterrupted(Session session) throws SQLException {
        session.execute("listen " + StepQueue.CHANNEL);
        wake(); // for those that nobody heard
        var connection = session.connection().unwrap(PGConnection.class);
        while (!Thread.currentThread().isInterrupted()) {
            var notifications = connection.getNotifications(LISTEN_MILLIS);
            if (notifications != null && notifications.length > 0) {
                wake();
            }
        }
        return null;
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
