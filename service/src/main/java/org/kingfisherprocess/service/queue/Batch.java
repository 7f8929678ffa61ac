package org.kingfisherprocess.service.queue;

import java.util.List;

/// What became of steps that were claimed together.
///
/// @param steps those for which the outcome holds; the others stay as they are
/// @param outcome a part remains only of a single step
public record Batch(List<QueuedStep> steps, StepOutcome outcome) {
    public Batch {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || (outcome instanceof StepOutcome.Remains && steps.size() > 1)) {
            throw new IllegalArgumentException(
                    "%s is no outcome of %,d steps".formatted(outcome, steps.size()));
        }
    }
}
