package org.kingfisherprocess.service.queue;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// What a step came to. An exception means that it failed: all that it did is undone, and it is
/// tried again later.
public sealed interface StepOutcome {
    /// All is done: what was written and the end of the step commit together.
    record Done() implements StepOutcome {}

    /// A part is done: it commits, and the step stays with what is left. It waits its turn again.
    record Remains(String ocid, String lastOcid, long progress) implements StepOutcome {}

    /// It is not time yet: what was written commits, and the step stays until then.
    record NotYet(Duration pause) implements StepOutcome {}

    /// Something must be fetched first, which neither a transaction nor a worker may wait for: what
    /// was written commits, and the step stays until that has completed, however it does. It must
    /// not need the same again, even if it failed.
    record After(CompletionStage<?> preparation) implements StepOutcome {}
}
