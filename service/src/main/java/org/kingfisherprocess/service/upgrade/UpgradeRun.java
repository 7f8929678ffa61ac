package org.kingfisherprocess.service.upgrade;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kingfisherprocess.service.locks.Backend;
import org.kingfisherprocess.service.locks.Blockers;
import org.kingfisherprocess.service.locks.Protection;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationControl;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.MigrationStoppedException;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the engine in this process, and beside it a thread that writes into the database what
/// happens, looks who is in the way, and does what terminals want.
public final class UpgradeRun {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeRun.class);

    /// A short statement waits for its lock for a tenth of a second: to see in whose way it is
    /// takes a look more often than that.
    private static final Duration TICK = Duration.ofMillis(40);

    /// As long as a short statement may wait, and a little more.
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    private static final int TICKS_BETWEEN_PICTURES = 12;

    private static final Duration BETWEEN_STOPS = Duration.ofMillis(200);

    /// What is run.
    public interface Engine {
        List<Migration> run(RunOptions options, MigrationListener listener);

        /// Takes back what is half done.
        void abort(MigrationListener listener);
    }

    /// Who runs it, and where.
    public record Origin(String who, String process) {}

    private final Database database;
    private final RunRecords records;
    private final Engine engine;
    private final MigrationControl control = new MigrationControl();
    private final Obstacles obstacles;
    private final RunPicture picture;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch noted = new CountDownLatch(1);
    private volatile boolean begun;

    /// @param printer hears every line that the run says
    public UpgradeRun(
            Database database,
            Engine engine,
            BlockerPolicy policy,
            Protection protection,
            Consumer<String> printer) {
        this.database = database;
        this.records = new RunRecords(database);
        this.engine = engine;
        this.picture = new RunPicture(printer);
        this.obstacles =
                new Obstacles(database, policy, protection, InstantSource.system(), picture::say);
    }

    /// Runs to the end, and returns the migrations of which something was done.
    ///
    /// @throws MigrationStoppedException if it was told to stop
    /// @throws MigrationException if it cannot go on
    public List<Migration> run(Origin origin, RunOptions options) {
        return noted(origin, listener -> engine.run(options.under(control), listener));
    }

    /// Takes back what is half done.
    public void abort(Origin origin) {
        noted(
                origin,
                listener -> {
                    engine.abort(listener);
                    return List.of();
                });
    }

    /// Ends the run between two transactions, and cuts off what takes long; returns when it has
    /// ended, or after this time. For another thread.
    public void stop(Duration limit) {
        if (!begun) {
            return;
        }
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            do {
                control.stop();
                if (noted.await(BETWEEN_STOPS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } while (System.nanoTime() < deadline);
            LOG.warn("the upgrade run did not end within {}", limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Work of the engine that tells a listener what it does.
    private interface Work {
        List<Migration> with(MigrationListener listener);
    }

    private List<Migration> noted(Origin origin, Work work) {
        begun = true;
        long run = records.begin(origin.who(), origin.process());
        picture.say("upgrade run %d by %s, %s".formatted(run, origin.who(), origin.process()));
        if (!Blockers.seesAll(database)) {
            picture.say(
                    "PostgreSQL does not show us what other users do, nor how far its standbys are: who is in the way stays hidden, and batches are not slowed down for either. Let a superuser run: grant pg_read_all_stats to the user of this database");
        }
        var beside = Thread.ofPlatform().daemon().name("upgrade-watch").start(() -> watch(run));
        try {
            var touched = work.with(picture::happened);
            end(beside, run, true, touched.isEmpty() ? "nothing was left to do" : "done");
            return touched;
        } catch (MigrationStoppedException e) {
            end(beside, run, false, String.valueOf(e.getMessage()));
            throw e;
        } catch (MigrationException | DatabaseException e) {
            end(beside, run, false, "failed: " + e.getMessage());
            throw e;
        }
    }

    private void end(Thread beside, long run, boolean done, String outcome) {
        over.countDown();
        try {
            beside.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            records.end(run, done, outcome, picture.takeSaid());
        } catch (DatabaseException e) {
            LOG.warn("the end of upgrade run {} could not be noted: {}", run, e.getMessage());
        } finally {
            noted.countDown();
        }
    }

    private void watch(long run) {
        for (int tick = 0; !isOver(); tick++) {
            try {
                boolean due = tick % TICKS_BETWEEN_PICTURES == 0;
                if (due || picture.sinceExecuting().compareTo(FIRST_WAIT) < 0) {
                    look();
                }
                if (due) {
                    show(run);
                }
            } catch (DatabaseException e) {
                LOG.debug(
                        "the state of upgrade run {} could not be noted: {}", run, e.getMessage());
            }
        }
    }

    /// Waits for the next tick.
    private boolean isOver() {
        try {
            return over.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void look() {
        picture.pid().ifPresent(obstacles::look);
    }

    private void show(long run) {
        var said = picture.takeSaid();
        try {
            var wish =
                    records.heard(
                            run,
                            picture.lines(waitEvent(), obstacles.lines()),
                            obstacles.worthAsking(),
                            said);
            switch (wish) {
                case GO_ON -> control.resume();
                case PAUSE -> control.pause();
                case STOP -> control.stop();
            }
        } catch (DatabaseException e) {
            picture.putBack(said);
            throw e;
        }
    }

    private Optional<String> waitEvent() {
        var pid = picture.pid();
        return pid.isEmpty()
                ? Optional.empty()
                : Blockers.session(database, pid.getAsInt())
                        .filter(Backend::active)
                        .map(Backend::waitEvent);
    }
}
