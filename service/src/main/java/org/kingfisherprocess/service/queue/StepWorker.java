package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.sql.TxFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claims steps and does them, each in one transaction; small ones of one kind and collection many
/// together. Thread-safe: several threads may run it, in as many processes as one likes.
///
/// A PostgreSQL that is away, or a lock in the way, costs a step no try. Of any other failure the
/// work is undone; then the step is split, if it can be, or tried again later, and set aside after
/// some tries. A killed process leaves nothing behind: the server rolls its transaction back, and
/// the step is visible again.
public final class StepWorker {
    private static final Logger LOG = LoggerFactory.getLogger(StepWorker.class);

    /// What a step needs first is there sooner; this is for where its process ends meanwhile.
    private static final Duration LONGEST_PREPARATION = Duration.ofMinutes(3);

    /// How often a preparation is looked after by those who wait for nothing else.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private static final String MAY_WORK =
            "select pg_try_advisory_xact_lock_shared(?) and pg_try_advisory_xact_lock_shared(?) as free";

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
    private final AtomicInteger preparations = new AtomicInteger();

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

    /// How long until a step is due that was put off: for a lock in its way, after a failure, or
    /// until something is prepared that this process has in hand.
    ///
    /// @param only of these collections; of all where empty
    public Optional<Duration> nextDue(Collection<Long> only) {
        return preparations.get() > 0 ? Optional.of(LOOK_AGAIN) : nextInQueue(only);
    }

    private Optional<Duration> nextInQueue(Collection<Long> only) {
        return database.transaction(tx -> queue.nextDue(tx, handlers.keySet(), only));
    }

    private Duration idle() throws InterruptedException {
        try {
            return nextInQueue(List.of())
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
            return attempt(tx -> claim(tx, only));
        } finally {
            marks.end();
        }
    }

    /// Steps at which processes ended all at once, twice, have failed.
    private void countLeftBehind() throws InterruptedException {
        for (var id = leftBehind.poll(); id != null; id = leftBehind.poll()) {
            long step = id;
            try {
                database.run(tx -> {
                    for (var again : queue.claim(tx, List.of(step))) {
                        recordFailure(
                                tx,
                                again,
                                new IllegalStateException(
                                        "processes ended all at once, twice, while they did this step"));
                    }
                });
            } catch (DatabaseException e) {
                leftBehind.add(id);
                waitFor(e);
            }
        }
    }

    /// Claims steps and does them. Returns whether there were any.
    private boolean attempt(TxFunction<List<QueuedStep>> claim) throws InterruptedException {
        var claimed = new AtomicReference<List<QueuedStep>>(List.of());
        var batch = new AtomicReference<Optional<Batch>>(Optional.empty());
        long start = System.nanoTime();
        try {
            database.run(tx -> {
                claimed.set(mayWork(tx) ? claim.apply(tx) : List.of());
                batch.set(Optional.empty());
                if (!claimed.get().isEmpty()) {
                    observer.begun(claimed.get().getFirst());
                    batch.set(Optional.of(finish(tx, claimed.get())));
                }
            });
        } catch (DatabaseException e) {
            if (claimed.get().isEmpty() || e.failure() == SqlFailure.AWAY) {
                waitFor(e);
                return false;
            }
            failed(claimed.get(), e);
            return true;
        } catch (RuntimeException e) {
            if (claimed.get().isEmpty()) {
                throw e;
            }
            failed(claimed.get(), e);
            return true;
        } catch (OutOfMemoryError | StackOverflowError e) {
            if (claimed.get().isEmpty()) {
                throw e;
            }
            failed(claimed.get(), new IllegalStateException(e.toString(), e));
            return true;
        } finally {
            observer.ended();
        }
        batch.get().ifPresent(done -> committed(done, Duration.ofNanos(System.nanoTime() - start)));
        return batch.get().isPresent();
    }

    private boolean mayWork(Tx tx) throws SQLException {
        return tx.queryOne(
                                MAY_WORK,
                                row -> row.bool("free"),
                                AdvisoryLocks.WORK,
                                AdvisoryLocks.STEPS)
                        .orElseThrow()
                && gate.isOpen(tx);
    }

    private List<QueuedStep> claim(Tx tx, Collection<Long> only) throws SQLException {
        var step = queue.claim(tx, lastCollection.get(), handlers.keySet(), only);
        if (step.isEmpty()) {
            return List.of();
        }
        lastCollection.set(step.get().collectionId());
        var steps = new ArrayList<>(List.of(step.get()));
        steps.addAll(further(tx, step.get()));
        marks.begin(ids(steps));
        return steps;
    }

    private List<QueuedStep> further(Tx tx, QueuedStep step) throws SQLException {
        boolean alone = step.tries() > 0 || !step.ocid().isEmpty();
        int more =
                !alone && handler(step) instanceof BatchHandler together
                        ? together.fitting(tx, step) - 1
                        : 0;
        return more > 0 ? queue.claimFurther(tx, step, more) : List.of();
    }

    private Batch finish(Tx tx, List<QueuedStep> steps) throws SQLException {
        var first = steps.getFirst();
        var batch =
                steps.size() > 1 && handler(first) instanceof BatchHandler together
                        ? together.runTogether(tx, steps)
                        : new Batch(List.of(first), handler(first).run(tx, first));
        switch (batch.outcome()) {
            case StepOutcome.Done _ -> queue.done(tx, batch.steps());
            case StepOutcome.Remains rest -> queue.remains(tx, first, rest);
            case StepOutcome.NotYet(var pause) -> queue.putOff(tx, batch.steps(), pause);
            case StepOutcome.After _ -> queue.putOff(tx, batch.steps(), LONGEST_PREPARATION);
        }
        return batch;
    }

    private StepHandler handler(QueuedStep step) {
        return Optional.ofNullable(handlers.get(step.name())).orElseThrow();
    }

    private void committed(Batch batch, Duration took) {
        for (var step : batch.steps()) {
            observer.done(step, took.dividedBy(batch.steps().size()));
        }
        switch (batch.outcome()) {
            case StepOutcome.Done _ -> followUp(batch.steps().getLast());
            case StepOutcome.After(var preparation) -> {
                preparations.incrementAndGet();
                var _ = preparation.whenComplete((_, _) -> prepared(batch.steps()));
            }
            case StepOutcome.Remains _, StepOutcome.NotYet _ -> {}
        }
    }

    private void followUp(QueuedStep done) {
        try {
            handler(done).committed(done);
        } catch (DatabaseException e) {
            LOG.debug("{} is done, what follows it comes later", done.text(), e);
        }
    }

    private void prepared(List<QueuedStep> steps) {
        try {
            database.run(tx -> queue.bringForward(tx, steps));
        } catch (DatabaseException e) {
            LOG.debug("{} can go on, and does so later", steps.getFirst().text(), e);
        } finally {
            preparations.decrementAndGet();
        }
    }

    private void failed(List<QueuedStep> steps, RuntimeException failure)
            throws InterruptedException {
        if (steps.size() > 1 && !isLock(failure)) {
            LOG.warn(
                    "{} and {} more could not be done together; they are done by halves",
                    steps.getFirst().text(),
                    steps.size() - 1,
                    failure);
            int middle = steps.size() / 2;
            again(steps.subList(0, middle));
            again(steps.subList(middle, steps.size()));
            return;
        }
        try {
            database.run(tx -> {
                // Claimed again: meanwhile another worker may have been luckier.
                var again = queue.claim(tx, ids(steps));
                if (isLock(failure)) {
                    queue.putOff(tx, again, limits.firstPause());
                } else {
                    for (var step : again) {
                        recordFailure(tx, step, failure);
                    }
                }
            });
        } catch (DatabaseException e) {
            waitFor(e);
        }
    }

    private void again(List<QueuedStep> steps) throws InterruptedException {
        attempt(tx -> {
            marks.begin(ids(steps));
            return queue.claim(tx, ids(steps));
        });
    }

    private static List<Long> ids(List<QueuedStep> steps) {
        return steps.stream().map(QueuedStep::id).toList();
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
            queue.done(tx, List.of(step));
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
}
