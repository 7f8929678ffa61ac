package org.kingfisherprocess.service.migrate;

import java.util.List;
import java.util.Optional;

/// What a run would do, in its order. `from` is the version that code can work with now; `adopting`
/// names the other program whose tables are (or are being) made ours.
public record Plan(int from, int to, Optional<String> adopting, List<PlannedStep> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
