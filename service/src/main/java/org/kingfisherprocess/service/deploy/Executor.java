package org.kingfisherprocess.service.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.kingfisherprocess.service.release.Installation;
import org.kingfisherprocess.service.release.ReleaseException;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out a deployment step by step, recording each before and after. It holds nothing that is
/// not in the database: another executor goes on where this one was killed.
public final class Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final int SIGN_OF_LIFE_SECONDS = 2;

    private final Journal journal;
    private final Map<StepKind, StepAction> actions;
    private final Recovery recovery;
    private final BooleanSupplier fitsBefore;
    private final Measuring measuring;

    /// @param fitsBefore whether the release before can work with the tables as they are now
    Executor(
            Journal journal,
            Map<StepKind, StepAction> actions,
            Recovery recovery,
            BooleanSupplier fitsBefore,
            Measuring measuring) {
        this.journal = journal;
        this.actions = Map.copyOf(actions);
        this.recovery = recovery;
        this.fitsBefore = fitsBefore;
        this.measuring = measuring;
    }

    /// Returns false if another executor is at work in this installation.
    ///
    /// @param patience how long the lock is tried again that one holds, who may only look at it
    boolean run(Installation installation, Duration patience) {
        var taken = ExecutorLock.take(installation, patience);
        if (taken.isEmpty()) {
            return false;
        }
        try (var _ = taken.get();
                var alive = Executors.newSingleThreadScheduledExecutor()) {
            var _ =
                    alive.scheduleAtFixedRate(
                            this::showLife, 0, SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
            measuring.start();
            carryOut();
            alive.shutdownNow();
            measuring.stop();
            finish();
        }
        return true;
    }

    private void carryOut() {
        for (var step = next(); step.isPresent(); step = next()) {
            carryOut(step.get());
        }
    }

    private Optional<DeploymentStep> next() {
        return journal.steps().stream().filter(DeploymentStep::isOpen).findFirst();
    }

    private void carryOut(DeploymentStep step) {
        journal.start(step.number());
        if (step.tries() > 0) {
            journal.say(
                    step.number(),
                    "goes on after the process that deployed had ended in this step");
        }
        try {
            var action = actions.get(step.kind());
            if (action == null) {
                throw new DeployException(
                        "this release does not know the step %s".formatted(step.kind().text()));
            }
            var result = action.run(line -> journal.say(step.number(), line));
            journal.done(step.number(), result);
        } catch (DeployException | ReleaseException | DatabaseException e) {
            LOG.warn("step {} failed", step.kind().text(), e);
            failed(step, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("step {} failed by a defect", step.kind().text(), e);
            failed(step, "a defect of kingfisher-process: " + e);
        }
    }

    private void failed(DeploymentStep step, String reason) {
        try {
            journal.failed(step.number(), reason, recovery.after(step.kind(), fitsBefore));
        } catch (DeployException | ReleaseException | DatabaseException e) {
            LOG.error("whether there is a way back could not be found out", e);
            journal.failed(
                    step.number(),
                    "%s; whether there is a way back could not be found out: %s"
                            .formatted(reason, e.getMessage()),
                    List.of());
        }
    }

    private void finish() {
        var steps = journal.steps();
        journal.finish(
                recovery.outcome(steps),
                recovery.failed(steps).map(DeploymentStep::result).orElse(""),
                recovery.advice(steps),
                measuring.figures());
    }

    private void showLife() {
        try {
            journal.seen(
                    "%s, process %d".formatted(HostName.ours(), ProcessHandle.current().pid()));
        } catch (RuntimeException e) {
            LOG.warn("the sign of life could not be recorded", e);
        }
    }
}
