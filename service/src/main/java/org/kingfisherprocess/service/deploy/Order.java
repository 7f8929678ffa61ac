package org.kingfisherprocess.service.deploy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.deploy.PendingStep.Phase;

/// In which order a deployment goes, and why: computed from what is still to migrate.
///
/// The code is exchanged between what old code does not notice and what only new code survives, and
/// it is verified while there is still a way back. A breaking step runs after the new code has
/// started: so a release that cannot start has changed nothing.
final class Order {
    private Order() {}

    static List<PlannedStep> deploying(String to, List<PendingStep> pending, boolean installed) {
        var counts = new EnumMap<Phase, Long>(Phase.class);
        pending.forEach(step -> counts.merge(step.phase(), 1L, Long::sum));
        var steps = new ArrayList<PlannedStep>();
        if (counts.containsKey(Phase.EXPAND)) {
            steps.add(
                    new PlannedStep(
                            StepKind.EXPAND,
                            "%s: the running release does not notice them, and %s needs them before it starts"
                                    .formatted(steps(counts, Phase.EXPAND), to)));
        }
        exchange(steps, to, installed);
        if (counts.containsKey(Phase.BREAKING)) {
            steps.add(
                    new PlannedStep(
                            StepKind.CHECK,
                            "after the next step there is no way back, so the new release must have started before it"));
            steps.add(
                    new PlannedStep(
                            StepKind.BREAKING,
                            "%s: neither the old nor the new code works beside them; loading is held, and intake goes on%s"
                                    .formatted(
                                            steps(counts, Phase.BREAKING),
                                            counts.containsKey(Phase.CONTRACT)
                                                    ? "; %s for which no old code may run come with them, in their order"
                                                            .formatted(
                                                                    steps(counts, Phase.CONTRACT))
                                                    : "")));
        }
        steps.add(
                new PlannedStep(
                        StepKind.VERIFY,
                        counts.containsKey(Phase.BREAKING)
                                ? "if it fails, there is no way back: the tables no longer fit the old release"
                                : "if it fails, the release before takes over again"));
        if (!counts.containsKey(Phase.BREAKING)) {
            contract(steps, counts);
        }
        steps.add(new PlannedStep(StepKind.PRUNE, "old releases take up disk"));
        return steps;
    }

    /// Back to a release that is kept and fits the tables as they are.
    static List<PlannedStep> goingBack(String to) {
        var steps = new ArrayList<PlannedStep>();
        exchange(steps, to, true);
        steps.add(
                new PlannedStep(
                        StepKind.VERIFY, "if it fails, the release before takes over again"));
        return steps;
    }

    /// The way back from a deployment that failed.
    static List<PlannedStep> back(String from) {
        return List.of(
                new PlannedStep(StepKind.LINK_BACK, "whatever starts from now on is to be " + from),
                new PlannedStep(StepKind.RELOAD_BACK, "%s takes over again".formatted(from)),
                new PlannedStep(StepKind.VERIFY_BACK, "it is to serve as it did before"));
    }

    private static void exchange(List<PlannedStep> steps, String to, boolean installed) {
        steps.add(
                new PlannedStep(
                        StepKind.LINK,
                        installed
                                ? "what starts from now on is to be " + to
                                : "the first deployment into this installation: from now on generations start from the link"));
        steps.add(
                new PlannedStep(
                        StepKind.RELOAD,
                        "both generations take from the same socket, so no request is refused"));
    }

    private static void contract(List<PlannedStep> steps, Map<Phase, Long> counts) {
        if (counts.containsKey(Phase.CONTRACT)) {
            steps.add(
                    new PlannedStep(
                            StepKind.CONTRACT,
                            "%s: no old code runs any more; after it there is no way back to the old release"
                                    .formatted(steps(counts, Phase.CONTRACT))));
            steps.add(
                    new PlannedStep(
                            StepKind.VERIFY_AGAIN, "the tables have changed under the new code"));
        }
    }

    private static String steps(Map<Phase, Long> counts, Phase phase) {
        long count = counts.getOrDefault(phase, 0L);
        return "%d step%s of migrations".formatted(count, count == 1 ? "" : "s");
    }
}
