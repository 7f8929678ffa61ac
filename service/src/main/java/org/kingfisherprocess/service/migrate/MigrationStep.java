package org.kingfisherprocess.service.migrate;

import java.time.Duration;
import java.util.Optional;

/// One change of a migration, with when it may run. `quiet` is there if workers must stand still
/// for it, and then bounds how long is waited for those that are under way. How long they stand
/// still is bounded by what can be quiet: a short transaction.
public record MigrationStep(String name, Phase phase, Change change, Optional<Duration> quiet) {
    public MigrationStep {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a migration step needs a name");
        }
        if (phase == Phase.EXPAND
                && (change instanceof DropColumn || change instanceof DropTable)) {
            throw new IllegalArgumentException(
                    "the step %s takes away what running code may still use; make it a step of CONTRACT"
                            .formatted(name));
        }
        if (quiet.isPresent() && !change.isAtOnce()) {
            throw new IllegalArgumentException(
                    "the step %s (%s) is not done in a moment, for which workers could stand still; divide it, and let the statement alone be quiet that needs it"
                            .formatted(name, change.kind()));
        }
    }

    public static MigrationStep expand(String name, Change change) {
        return new MigrationStep(name, Phase.EXPAND, change, Optional.empty());
    }

    public static MigrationStep contract(String name, Change change) {
        return new MigrationStep(name, Phase.CONTRACT, change, Optional.empty());
    }

    public static MigrationStep breaking(String name, Change change) {
        return new MigrationStep(name, Phase.BREAKING, change, Optional.empty());
    }

    /// The same, while workers stand still.
    public MigrationStep quiet(Duration limit) {
        return new MigrationStep(name, phase, change, Optional.of(limit));
    }

    /// What its checksum is made of.
    String text() {
        return "%s\n%s\n%s\n%s\n"
                .formatted(name, phase, quiet.isPresent() ? "quiet" : "", change.text());
    }
}
