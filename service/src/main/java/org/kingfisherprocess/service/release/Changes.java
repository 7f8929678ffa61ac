package org.kingfisherprocess.service.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kingfisherprocess.service.release.Description.SettingEntry;

/// How one release differs from another, in what people ask about before they deploy it.
public record Changes(List<DependencyChange> dependencies, List<SettingChange> settings) {

    /// A library that came, went or has another version.
    ///
    /// @param before empty where it was added
    /// @param after empty where it was removed
    public record DependencyChange(String name, Optional<String> before, Optional<String> after) {
        public String text() {
            return change(name, before, after);
        }
    }

    /// A setting that came, went or has another default.
    ///
    /// @param before the default; empty where the setting was added
    /// @param after the default; empty where the setting was removed
    public record SettingChange(
            String name, Optional<String> before, Optional<String> after, String meaning) {
        public boolean removed() {
            return after.isEmpty();
        }

        public String text() {
            return change(name, before.map(SettingChange::shown), after.map(SettingChange::shown));
        }

        private static String shown(String value) {
            return value.isEmpty() ? "(empty)" : value;
        }
    }

    public Changes {
        dependencies = List.copyOf(dependencies);
        settings = List.copyOf(settings);
    }

    public static Changes between(Description before, Description after) {
        return new Changes(
                dependencies(before.dependencies(), after.dependencies()),
                settings(byName(before.settings()), byName(after.settings())));
    }

    private static List<DependencyChange> dependencies(
            Map<String, String> before, Map<String, String> after) {
        var changes = new ArrayList<DependencyChange>();
        for (var name : names(before, after)) {
            var old = Optional.ofNullable(before.get(name));
            var now = Optional.ofNullable(after.get(name));
            if (!old.equals(now)) {
                changes.add(new DependencyChange(name, old, now));
            }
        }
        return changes;
    }

    private static List<SettingChange> settings(
            Map<String, SettingEntry> before, Map<String, SettingEntry> after) {
        var changes = new ArrayList<SettingChange>();
        for (var name : names(before, after)) {
            var old = Optional.ofNullable(before.get(name));
            var now = Optional.ofNullable(after.get(name));
            if (!old.map(SettingEntry::defaultText).equals(now.map(SettingEntry::defaultText))) {
                changes.add(
                        new SettingChange(
                                name,
                                old.map(SettingEntry::defaultText),
                                now.map(SettingEntry::defaultText),
                                now.or(() -> old).map(SettingEntry::meaning).orElse("")));
            }
        }
        return changes;
    }

    private static Map<String, SettingEntry> byName(List<SettingEntry> settings) {
        var byName = new TreeMap<String, SettingEntry>();
        settings.forEach(setting -> byName.put(setting.name(), setting));
        return byName;
    }

    private static TreeSet<String> names(Map<String, ?> before, Map<String, ?> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names;
    }

    private static String change(String name, Optional<String> before, Optional<String> after) {
        if (before.isEmpty()) {
            return "added    %s %s".formatted(name, after.orElse(""));
        }
        if (after.isEmpty()) {
            return "removed  %s %s".formatted(name, before.get());
        }
        return "changed  %s %s -> %s".formatted(name, before.get(), after.get());
    }
}
