package org.kingfisherprocess.service.release;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a release says about itself, and what its bill of materials says.
///
/// @param commit empty where it was built from a tree without a repository
/// @param changed whether it was built from files that were not committed
/// @param committedAt as git writes it
/// @param dependencies version by `group:name`; empty where the release has no bill of materials
public record Description(
        String version,
        Optional<String> commit,
        boolean changed,
        Optional<String> committedAt,
        SchemaRange schema,
        List<MigrationEntry> migrations,
        List<SettingEntry> settings,
        Map<String, String> dependencies) {
    private static final int SHORT_COMMIT = 7;

    /// The versions of the tables that its code works with, both ends included.
    public record SchemaRange(int oldest, int newest) {
        public boolean has(int version) {
            return version >= oldest && version <= newest;
        }

        @Override
        public String toString() {
            return oldest == newest ? Integer.toString(newest) : oldest + " to " + newest;
        }
    }

    /// A step of a migration that the release brings.
    ///
    /// @param phase `expand`, `contract` or `breaking`
    /// @param quiet whether workers must stand still for it
    public record MigrationEntry(
            int version, String name, String step, String phase, boolean quiet) {}

    /// A setting that the release knows.
    public record SettingEntry(String name, String defaultText, String meaning) {}

    public Description {
        migrations = List.copyOf(migrations);
        settings = List.copyOf(settings);
        dependencies = java.util.Collections.unmodifiableMap(new TreeMap<>(dependencies));
    }

    /// As people write it; empty where there is none.
    public String shortCommit() {
        return commit.map(Description::shortened).orElse("");
    }

    public Description withDependencies(Map<String, String> others) {
        return new Description(
                version, commit, changed, committedAt, schema, migrations, settings, others);
    }

    static String shortened(String commit) {
        return commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    }
}
