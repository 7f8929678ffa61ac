package org.kingfisherprocess.service.migrate;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// The way from a version of the tables to the next: steps, in order. Once released it never
/// changes: its checksum is in the history of every database that it was run on.
public record Migration(int version, String name, List<MigrationStep> steps, String checksum) {
    public Migration {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "a migration's version must be 1 or more, was " + version);
        }
        steps = List.copyOf(steps);
        requireDistinctNames(name, steps);
    }

    public static Migration of(int version, String name, MigrationStep... steps) {
        return of(version, name, List.of(steps));
    }

    public static Migration of(int version, String name, List<MigrationStep> steps) {
        return new Migration(version, name, steps, checksum(steps));
    }

    /// A script that runs whole or not at all, in one transaction, before the new code starts. Its
    /// checksum is that of the script alone.
    public static Migration script(int version, String name, Statement script) {
        return new Migration(
                version,
                name,
                List.of(MigrationStep.expand(name, script)),
                Checksum.of(script.sql()));
    }

    public static Migration script(int version, String name, String script) {
        return script(version, name, Statement.of(script));
    }

    static void requireDistinctNames(String name, List<MigrationStep> steps) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("the migration %s has no steps".formatted(name));
        }
        var names = new HashSet<String>();
        for (var step : steps) {
            if (!names.add(step.name())) {
                throw new IllegalArgumentException(
                        "the migration %s has two steps called %s".formatted(name, step.name()));
            }
        }
    }

    static String checksum(List<MigrationStep> steps) {
        return Checksum.of(
                steps.stream().map(MigrationStep::text).collect(Collectors.joining("\n")));
    }
}
