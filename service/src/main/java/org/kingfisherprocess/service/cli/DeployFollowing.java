package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kingfisherprocess.service.deploy.Deploying;
import org.kingfisherprocess.service.deploy.Deployment;
import org.kingfisherprocess.service.deploy.DeploymentStep;
import org.kingfisherprocess.service.deploy.DeploymentSteps;
import org.kingfisherprocess.service.deploy.Deployments;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.SqlFailure;

/// Shows how a deployment goes on, from what its executor records: as well from the terminal that
/// began it as from any other.
final class DeployFollowing {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    /// An executor that has just been started has not taken its lock yet.
    private static final int LOOKS_WITHOUT_EXECUTOR = 60;

    private final CommandLineInterface line;
    private final Deploying deploying;
    private final boolean json;
    private final Deployments deployments = new Deployments();
    private final DeploymentSteps steps = new DeploymentSteps();
    private final Set<String> told = new HashSet<>();
    private long lastLine;
    private int without;

    DeployFollowing(CommandLineInterface line, Deploying deploying, boolean json) {
        this.line = line;
        this.deploying = deploying;
        this.json = json;
    }

    private record Seen(
            Deployment deployment, List<DeploymentStep> steps, List<DeploymentSteps.Line> lines) {}

    /// Until it has come to an end. Returns the exit code.
    int follow(long id) {
        return line.application().withDatabase(database -> follow(database, id));
    }

    private int follow(Database database, long id) {
        while (true) {
            var seen = look(database, id);
            tell(seen);
            if (!seen.deployment().isRunning()) {
                return end(seen);
            }
            if (executorIsGone()) {
                throw new RefusedException(
                        "deployment %d stands still: the process that carried it out has ended. Everything is as its last finished step left it, and what serves goes on serving. Go on with: kingfisher-process deploy run"
                                .formatted(id));
            }
            pause();
        }
    }

    /// A PostgreSQL that is away for a moment is waited for, as the executor does.
    private Seen look(Database database, long id) {
        while (true) {
            try {
                return database.transaction(tx ->
                        new Seen(
                                deployments
                                        .find(tx, id)
                                        .orElseThrow(() ->
                                                new RefusedException(
                                                        "there is no deployment %d".formatted(id))),
                                steps.of(tx, id),
                                steps.said(tx, id, lastLine)));
            } catch (DatabaseException e) {
                if (e.failure() != SqlFailure.AWAY) {
                    throw e;
                }
                line.terminal().tell("waits for PostgreSQL: " + e.getMessage());
                pause();
            }
        }
    }

    private void tell(Seen seen) {
        var terminal = line.terminal();
        for (var step : seen.steps()) {
            if (step.state() != DeploymentStep.State.WAITING && told.add("begin" + step.number())) {
                begin(step);
            }
            for (var said : seen.lines()) {
                if (said.step() == step.number()) {
                    lastLine = Math.max(lastLine, said.id());
                    terminal.tell("     | " + said.text());
                }
            }
            if (step.finishedAt().isPresent() && told.add("end" + step.number())) {
                terminal.tell(
                        "     %s after %s: %s"
                                .formatted(
                                        step.state().text(),
                                        step.took().map(DeployText::took).orElse("?"),
                                        step.result()));
            }
        }
    }

    private void begin(DeploymentStep step) {
        if (step.state() == DeploymentStep.State.LEFT_OUT) {
            line.terminal()
                    .tell("%2d. left out: %s".formatted(step.number(), step.kind().meaning()));
        } else {
            line.terminal().tell("%2d. %s".formatted(step.number(), step.kind().meaning()));
        }
    }

    private int end(Seen seen) {
        var deployment = seen.deployment();
        if (json) {
            line.terminal().print(DeployText.json(deployment, seen.steps()).toString());
        } else {
            DeployText.end(deployment).forEach(line.terminal()::print);
        }
        return deployment.state() == Deployment.State.DONE ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }

    private boolean executorIsGone() {
        without = deploying.isExecuting() ? 0 : without + 1;
        return without > LOOKS_WITHOUT_EXECUTOR;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted; the deployment goes on");
        }
    }
}
