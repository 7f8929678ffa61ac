package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claims steps and does them, one at a time, each in one transaction. Thread-safe: several threads
/// may run it, in as many processes as one likes.
///
/// A PostgreSQL that is away, or a lock in the way, costs a step no try. Of any other failure the
/// work is undone; then the step is split, if it can be, or tried again later, and set aside after
/// some tries. A killed process leaves nothing behind: the server rolls its transaction back, and
/// the step is visible again.
public final class StepWorker {
    private static final Logger LOG = LoggerFactory.getLogger(StepWorker.class);
    private static final String MAY_WORK = "select pg_try_advisory_xact_lock_shared(?) as free";

    private final Database database;
    private final StepQueue queue = new StepQueue();
    private final Map<String, StepHandler> handlers;
    private final Wakeups wakeups;
    private final StepMarks marks;
    private final StepGate gate;
    private final StepLimits limits;
    private final StepObserver observer;
    private final Queue<Long> leftBehind;
    private final AtomicLong lastCollection = new AtomicLong();

    public StepWorker(
            Database database,
            Collection<? extends StepHandler> handlers,
            Wakeups wakeups,
            StepMarks marks,
            StepGate gate,
            StepLimits limits,
            StepObserver observer) {
        this.database = database;
        this.handlers =
                handlers.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        StepHandler::name, Function.identity()));
        this.wakeups = wakeups;
        this.marks = marks;
        this.leftBehind = new ConcurrentLinkedQueue<>(marks.leftBehind());
        this.gate = gate;
        this.limits = limits;
        this.observer = observer;
    }

    /// Does one step, waiting for it for a while. Returns whether there was any.
    public boolean runOnce() throws InterruptedException {
        long counted = wakeups.count();
        if (work(List.of())) {
            return true;
        }
        wakeups.await(counted, idle());
        return false;
    }

    /// Does one step that is due, without waiting. Returns whether there was any.
    ///
    /// @param only of these collections; of all where empty
    public boolean runDue(Collection<Long> only) throws InterruptedException {
        return work(only);
    }

    /// How long until a step is due that was put off, for a lock in its way or after a failure.
    ///
    /// @param only of these collections; of all where empty
    public Optional<Duration> nextDue(Collection<Long> only) {
        return database.transaction(tx -> queue.nextDue(tx, handlers.keySet(), only));
    }

    private Duration idle() throws InterruptedException {
        try {
            return nextDue(List.of())
                    .filter(due -> due.compareTo(limits.idle()) < 0)
                    .orElse(limits.idle());
        } catch (DatabaseException e) {
            waitFor(e);
            return Duration.ZERO;
        }
    }

    private boolean work(Collection<Long> only) throws InterruptedException {
        countLeftBehind();
        try {
            return workOnce(only);
        } finally {
            marks.end();
        }
    }

    /// Steps at which processes ended all at once have failed.
    private void countLeftBehind() throws InterruptedException {
        for (var id = leftBehind.poll(); id != null; id = leftBehind.poll()) {
            long step = id;
            try {
                database.run(tx -> {
                    var again = queue.claim(tx, step);
                    if (again.isPresent()) {
                        recordFailure(
                                tx,
                                again.get(),
                                new IllegalStateException(
                                        "the process ended all at once while it did this step"));
                    }
                });
            } catch (DatabaseException e) {
                leftBehind.add(id);
                waitFor(e);
            }
        }
    }

    private boolean workOnce(Collection<Long> only) throws InterruptedException {
        var claimed = new AtomicReference<Optional<QueuedStep>>(Optional.empty());
        var isDone = new AtomicBoolean();
        long start = System.nanoTime();
        try {
            database.run(tx -> {
                claimed.set(claim(tx, only));
                if (claimed.get().isPresent()) {
                    observer.begun(claimed.get().get());
                    isDone.set(finish(tx, claimed.get().get()));
                }
            });
        } catch (NeedsPreparation needed) {
            needed.preparation.run();
            return true;
        } catch (DatabaseException e) {
            if (claimed.get().isEmpty() || e.failure() == SqlFailure.AWAY) {
                waitFor(e);
                return false;
            }
            failed(claimed.get().get(), e);
            return true;
        } catch (RuntimeException e) {
            failed(claimed.get().orElseThrow(() -> e), e);
            return true;
        } catch (OutOfMemoryError | StackOverflowError e) {
            failed(claimed.get().orElseThrow(() -> e), new IllegalStateException(e.toString(), e));
            return true;
        } finally {
            observer.ended();
        }
        claimed.get()
                .ifPresent(step -> {
                    observer.done(step, Duration.ofNanos(System.nanoTime() - start));
                    if (isDone.get()) {
                        committed(step);
                    }
                });
        return claimed.get().isPresent();
    }

    private Optional<QueuedStep> claim(Tx tx, Collection<Long> only) throws SQLException {
        if (!tx.queryOne(MAY_WORK, row -> row.bool("free"), AdvisoryLocks.WORK).orElseThrow()
                || !gate.isOpen(tx)) {
            return Optional.empty();
        }
        var step = queue.claim(tx, lastCollection.get(), handlers.keySet(), only);
        step.ifPresent(one -> {
            lastCollection.set(one.collectionId());
            marks.begin(one.id());
        });
        return step;
    }

    /// Returns whether nothing is left of it.
    private boolean finish(Tx tx, QueuedStep step) throws SQLException {
        var outcome = handler(step).run(tx, step);
        switch (outcome) {
            case StepOutcome.Done _ -> queue.done(tx, step);
            case StepOutcome.Remains rest -> queue.remains(tx, step, rest);
            case StepOutcome.NotYet(var pause) -> queue.putOff(tx, step, pause);
            case StepOutcome.After(var preparation) -> throw new NeedsPreparation(preparation);
        }
        return outcome instanceof StepOutcome.Done;
    }

    private StepHandler handler(QueuedStep step) {
        return Optional.ofNullable(handlers.get(step.name())).orElseThrow();
    }

    private void committed(QueuedStep step) {
        try {
            handler(step).committed(step);
        } catch (DatabaseException e) {
            LOG.debug("{} is done, what follows it comes later", step.text(), e);
        }
    }

    private void failed(QueuedStep step, RuntimeException failure) throws InterruptedException {
        try {
            database.run(tx -> {
                // Claimed again: meanwhile another worker may have been luckier.
                var again = queue.claim(tx, step.id());
                if (again.isPresent() && isLock(failure)) {
                    queue.putOff(tx, again.get(), limits.firstPause());
                } else if (again.isPresent()) {
                    recordFailure(tx, again.get(), failure);
                }
            });
        } catch (DatabaseException e) {
            waitFor(e);
        }
    }

    private void recordFailure(Tx tx, QueuedStep step, RuntimeException failure)
            throws SQLException {
        observer.failed(step, failure);
        var parts = handler(step).split(tx, step);
        if (parts.isEmpty()) {
            boolean last = step.tries() + 1 >= limits.tries();
            LOG.warn(
                    "{} failed (try {} of {}) and {}",
                    step.text(),
                    step.tries() + 1,
                    limits.tries(),
                    last ? "is set aside" : "is tried again later",
                    failure);
            queue.failed(
                    tx,
                    step,
                    String.valueOf(failure.getMessage()),
                    limits.pauseAfter(step.tries()),
                    limits.tries());
        } else {
            LOG.warn("{} failed and is done in {} parts", step.text(), parts.size(), failure);
            queue.plant(tx, parts);
            queue.done(tx, step);
        }
    }

    private static boolean isLock(RuntimeException failure) {
        return failure instanceof DatabaseException e && e.failure() == SqlFailure.LOCKED;
    }

    private void waitFor(DatabaseException e) throws InterruptedException {
        observer.waiting(e);
        LOG.warn(
                "steps wait for PostgreSQL and go on in {} ms: {}",
                limits.firstPause().toMillis(),
                e.getMessage());
        Thread.sleep(limits.firstPause());
    }

    /// Rolls a transaction back without being a failure.
    private static final class NeedsPreparation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never leaves this class
        private final transient Runnable preparation;

        private NeedsPreparation(Runnable preparation) {
            super("a preparation is needed first", null, false, false);
            this.preparation = preparation;
        }
    }
}
