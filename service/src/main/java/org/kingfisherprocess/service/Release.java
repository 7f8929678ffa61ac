package org.kingfisherprocess.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.kingfisherprocess.service.release.Description;
import org.kingfisherprocess.service.release.Description.MigrationEntry;
import org.kingfisherprocess.service.release.Description.SchemaRange;
import org.kingfisherprocess.service.release.Description.SettingEntry;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.SettingsReader;

/// The release that runs.
final class Release {
    /// Written by the build.
    private static final String COMMIT = "commit.properties";

    private Release() {}

    /// Its version, from its jar.
    static String version() {
        return Optional.ofNullable(Release.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }

    /// What it says about itself to whoever deploys it. Needs no configuration.
    static Description describe() {
        var commit = commit();
        return new Description(
                version(),
                text(commit, "git.commit.id.full"),
                "true".equals(commit.getProperty("git.dirty")),
                text(commit, "git.commit.time"),
                new SchemaRange(Schema.oldestUsable(), Schema.version()),
                migrations(),
                SettingsReader.catalogue().stream()
                        .map(setting ->
                                new SettingEntry(
                                        setting.name(), setting.defaultText(), setting.meaning()))
                        .toList(),
                Map.of());
    }

    private static List<MigrationEntry> migrations() {
        var entries = new ArrayList<MigrationEntry>();
        for (var migration : Schema.migrations()) {
            for (var step : migration.steps()) {
                entries.add(
                        new MigrationEntry(
                                migration.version(),
                                migration.name(),
                                step.name(),
                                step.phase().name().toLowerCase(Locale.ROOT),
                                step.quiet().isPresent()));
            }
        }
        return entries;
    }

    private static Properties commit() {
        var properties = new Properties();
        try (var file = Release.class.getResourceAsStream(COMMIT)) {
            if (file != null) {
                properties.load(file);
            }
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + COMMIT, e);
        }
    }

    private static Optional<String> text(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name)).filter(text -> !text.isEmpty());
    }
}
