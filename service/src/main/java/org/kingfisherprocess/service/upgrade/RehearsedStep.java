package org.kingfisherprocess.service.upgrade;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.StepAddress;
import org.kingfisherprocess.service.migrate.lint.LockMode;

/// What a step really did when it was rehearsed.
///
/// @param locks the strongest lock on each table that was there before
/// @param longest the longest transaction in which it changed a table's form: no lock of its short
///   statements was held for longer
/// @param rewritten tables that were written anew
/// @param estimate how long it would take on the real tables, at the pace of the rehearsal
/// @param surprises what is not as the plan says
public record RehearsedStep(
        StepAddress address,
        String kind,
        Duration took,
        List<Held> locks,
        Duration longest,
        List<String> rewritten,
        Optional<Duration> estimate,
        List<String> surprises) {
    /// A lock on a table, and the statement that took it, as far as that was seen.
    public record Held(String table, LockMode mode, String statement) {}

    public RehearsedStep {
        locks = List.copyOf(locks);
        rewritten = List.copyOf(rewritten);
        surprises = List.copyOf(surprises);
    }
}
