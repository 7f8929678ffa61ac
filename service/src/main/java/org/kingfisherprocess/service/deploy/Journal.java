package org.kingfisherprocess.service.deploy;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.deploy.Deployment.Figures;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.TxFunction;

/// Records a deployment while it is carried out. A PostgreSQL that is away for a while (a
/// deployment may be why) holds the deployment, and does not end it. Thread-safe.
final class Journal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Supplier<Database> opening;
    private final long deployment;
    private final Deployments deployments = new Deployments();
    private final DeploymentSteps steps = new DeploymentSteps();
    private final DeployLock lock = new DeployLock();
    private @Nullable Database database;

    /// @param opening opens the database where it is now: an embedded one may move
    Journal(Supplier<Database> opening, long deployment) {
        this.opening = opening;
        this.deployment = deployment;
    }

    Deployment deployment() {
        return write(tx -> deployments.find(tx, deployment))
                .orElseThrow(() ->
                        new DeployException("there is no deployment %d".formatted(deployment)));
    }

    /// The plan that was agreed to, as JSON.
    String plan() {
        return write(tx -> deployments.plan(tx, deployment));
    }

    List<DeploymentStep> steps() {
        return write(tx -> steps.of(tx, deployment));
    }

    void seen(String executor) {
        run(tx -> deployments.seen(tx, deployment, executor));
    }

    void start(int step) {
        run(tx -> steps.start(tx, deployment, step));
    }

    void done(int step, String result) {
        run(tx -> steps.end(tx, deployment, step, DeploymentStep.State.DONE, result));
    }

    /// Records the failure, and in the same breath what is to be done about it.
    void failed(int step, String reason, List<PlannedStep> instead) {
        run(tx -> {
            steps.end(tx, deployment, step, DeploymentStep.State.FAILED, reason);
            steps.leaveOutWaiting(tx, deployment);
            steps.append(tx, deployment, instead);
        });
    }

    void say(int step, String line) {
        run(tx -> steps.say(tx, deployment, step, line));
    }

    void finish(Deployment.State state, String problem, String advice, Figures figures) {
        run(tx -> {
            deployments.finish(tx, deployment, state, problem, advice, figures);
            lock.letGoAfter(tx, deployment);
        });
    }

    /// Runs it in a transaction, again and again while PostgreSQL is away.
    synchronized <T> T write(TxFunction<T> work) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return open().transaction(work);
            } catch (DatabaseException e) {
                if (e.failure() != SqlFailure.AWAY || System.nanoTime() > giveUpAt) {
                    throw e;
                }
                close();
                pause(e);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    private interface Work {
        void with(org.kingfisherprocess.service.sql.Tx tx) throws java.sql.SQLException;
    }

    private void run(Work work) {
        write(tx -> {
            work.with(tx);
            return true;
        });
    }

    private Database open() {
        var known = database;
        if (known == null) {
            known = opening.get();
            database = known;
        }
        return known;
    }

    private static void pause(DatabaseException reason) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
