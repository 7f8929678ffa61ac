package org.kingfisherprocess.service.migrate;

import java.util.Set;

/// How far a run goes: steps of these phases, of migrations up to this version, while `control`
/// lets it.
public record RunOptions(Set<Phase> phases, int target, MigrationControl control) {
    public RunOptions {
        phases = Set.copyOf(phases);
    }

    public static RunOptions everything() {
        return new RunOptions(Set.of(Phase.values()), Integer.MAX_VALUE, new MigrationControl());
    }

    public RunOptions only(Phase... wanted) {
        return new RunOptions(Set.of(wanted), target, control);
    }

    public RunOptions upTo(int version) {
        return new RunOptions(phases, version, control);
    }

    public RunOptions under(MigrationControl other) {
        return new RunOptions(phases, target, other);
    }
}
