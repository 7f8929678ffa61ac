package org.kingfisherprocess.service.deploy;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kingfisherprocess.service.deploy.Deployment.State;

/// What follows when a step fails: back to the release before, as long as nothing has happened that
/// it would not survive.
record Recovery(String from, String to) {

    /// The steps of the way back; none where the release before serves anyway, or cannot any more.
    ///
    /// @param fitsBefore whether the release before can work with the tables as they are
    List<PlannedStep> after(StepKind failed, BooleanSupplier fitsBefore) {
        return switch (failed) {
            case LINK, RELOAD, CHECK, BREAKING, VERIFY, VERIFY_AGAIN ->
                    fitsBefore.getAsBoolean() ? Order.back(from) : List.of();
            case EXPAND, CONTRACT, PRUNE, LINK_BACK, RELOAD_BACK, VERIFY_BACK -> List.of();
        };
    }

    /// How a deployment stands whose steps have all come to an end.
    State outcome(List<DeploymentStep> steps) {
        var failed = failed(steps);
        if (failed.isEmpty() || failed.get().kind() == StepKind.PRUNE) {
            return State.DONE;
        }
        return steps.stream()
                        .anyMatch(step ->
                                step.kind() == StepKind.VERIFY_BACK
                                        && step.state() == DeploymentStep.State.DONE)
                ? State.ROLLED_BACK
                : State.FAILED;
    }

    /// The first that failed: the reason of all that came after.
    Optional<DeploymentStep> failed(List<DeploymentStep> steps) {
        return steps.stream()
                .filter(step -> step.state() == DeploymentStep.State.FAILED)
                .findFirst();
    }

    /// What a person can do now.
    String advice(List<DeploymentStep> steps) {
        var failed = failed(steps);
        if (failed.isEmpty()) {
            return "";
        }
        boolean expanded =
                steps.stream()
                        .anyMatch(step ->
                                step.kind() == StepKind.EXPAND
                                        && step.state() == DeploymentStep.State.DONE);
        var stays =
                expanded
                        ? " What its migrations added stays; %s does not notice it, and the next deployment goes on from there."
                                .formatted(from)
                        : "";
        if (outcome(steps) == State.ROLLED_BACK) {
            return "%s serves again.%s Mend %s and deploy it anew.".formatted(from, stays, to);
        }
        return advice(failed.get().kind()) + stays;
    }

    private String advice(StepKind failed) {
        return switch (failed) {
            case EXPAND ->
                    "%s serves as before: nothing but tables was touched, and what a migration began it goes on with. See what it says above, mend it, and deploy again; upgrade-database --abort takes back what is half done."
                            .formatted(from);
            case CONTRACT ->
                    "%s serves. What is left to migrate takes away only what nobody uses: mend what it says above, then kingfisher-process upgrade-database, or deploy again."
                            .formatted(to);
            case BREAKING ->
                    "%s runs and its loading waits for the tables; everything that is sent is acknowledged and kept. Mend what the migration says above, then kingfisher-process upgrade-database --phase breaking: loading goes on by itself."
                            .formatted(to);
            case VERIFY, VERIFY_AGAIN ->
                    "%s serves, and %s cannot any more: the tables have been migrated beyond it. Deploy a release that mends what is said above."
                            .formatted(to, from);
            case PRUNE -> "%s serves. Delete old releases by hand.".formatted(to);
            case LINK, RELOAD, CHECK, LINK_BACK, RELOAD_BACK, VERIFY_BACK ->
                    "Look at kingfisher-process status: the generation that is ready there serves. When what is said above is mended: kingfisher-process deploy rollback %s."
                            .formatted(from);
        };
    }
}
