package org.kingfisherprocess.service.migrate;

import java.util.List;

/// The way from another program's tables to a version of ours, instead of the migrations up to that
/// version. `origin` names the other program in the history, for instance `v1`.
public record Adoption(String origin, int version, List<MigrationStep> steps) {
    public Adoption {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "an adoption must lead to version 1 or more, was " + version);
        }
        steps = List.copyOf(steps);
        Migration.requireDistinctNames("adoption of " + origin, steps);
    }

    /// As the migration to its version, for the run.
    Migration asMigration() {
        return Migration.of(version, "adopt-" + origin, steps);
    }
}
