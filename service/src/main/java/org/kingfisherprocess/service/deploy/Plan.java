package org.kingfisherprocess.service.deploy;

import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.deploy.PendingStep.Phase;
import org.kingfisherprocess.service.release.Changes;
import org.kingfisherprocess.service.release.Commits;
import org.kingfisherprocess.service.release.Description;

/// What deploying a release would do, and what is in its way.
///
/// @param commits empty where git cannot say, and then the remark says why
/// @param changes empty where the running release cannot describe itself
/// @param remarks what a person should know before agreeing
/// @param obstacles why it cannot be done now; empty where nothing is in the way
public record Plan(
        Deployment.Kind kind,
        Release from,
        Release to,
        Optional<Commits> commits,
        Optional<Changes> changes,
        TablesState tables,
        List<PendingStep> pending,
        List<PlannedStep> steps,
        Busy busy,
        List<String> remarks,
        List<String> obstacles) {

    /// One of the two sides.
    ///
    /// @param description empty where the release cannot describe itself
    public record Release(String name, Optional<Description> description) {
        public String commit() {
            return description.flatMap(Description::commit).orElse("");
        }
    }

    public Plan {
        pending = List.copyOf(pending);
        steps = List.copyOf(steps);
        remarks = List.copyOf(remarks);
        obstacles = List.copyOf(obstacles);
    }

    /// What is going on, and what becomes of it.
    public List<String> busyLines() {
        return busy.lines(
                holdsLoading(),
                !pending.isEmpty(),
                pending.stream().anyMatch(step -> step.phase() != Phase.EXPAND));
    }

    /// Whether loading is held for a while.
    public boolean holdsLoading() {
        return pending.stream()
                .anyMatch(step -> step.phase() == Phase.BREAKING || step.quiet().isPresent());
    }
}
