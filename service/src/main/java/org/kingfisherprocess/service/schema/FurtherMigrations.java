package org.kingfisherprocess.service.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationStep;
import org.kingfisherprocess.service.migrate.Phase;
import org.kingfisherprocess.service.migrate.Statement;

/// Migrations that a distribution carries beside ours, in a jar of its own with the resource
/// `further.sql`: so releases that differ in their migrations can be made from one build, to try
/// deployments on. No release of ours carries any.
///
/// ```text
/// further   = migration*
/// migration = "-- migration" NAME LF step*
/// step      = "-- step" NAME ("expand" | "contract" | "breaking") ["quiet"] LF  SQL
/// ```
final class FurtherMigrations {
    private static final String RESOURCE = "further.sql";
    private static final Duration QUIET = Duration.ofMinutes(1);

    private static final Pattern MIGRATION =
            Pattern.compile("^-- migration (\\S+)\\n", Pattern.MULTILINE);
    private static final Pattern STEP =
            Pattern.compile(
                    "^-- step (\\S+) (expand|contract|breaking)( quiet)?\\n", Pattern.MULTILINE);

    private FurtherMigrations() {}

    /// Those of this distribution, numbered from the next number on.
    static List<Migration> after(int last) {
        try (var resource = FurtherMigrations.class.getResourceAsStream(RESOURCE)) {
            return resource == null
                    ? List.of()
                    : parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8), last);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    static List<Migration> parse(String text, int last) {
        var migrations = new ArrayList<Migration>();
        for (var part : parts(text, MIGRATION)) {
            var steps = parts(part.text(), STEP).stream().map(FurtherMigrations::step).toList();
            migrations.add(
                    Migration.of(last + migrations.size() + 1, part.header().group(1), steps));
        }
        return migrations;
    }

    private record Part(Matcher header, String text) {}

    private static MigrationStep step(Part part) {
        var phase = Phase.valueOf(part.header().group(2).toUpperCase(java.util.Locale.ROOT));
        var statement = Statement.of(part.text());
        var name = part.header().group(1);
        var step =
                switch (phase) {
                    case EXPAND -> MigrationStep.expand(name, statement);
                    case CONTRACT -> MigrationStep.contract(name, statement);
                    case BREAKING -> MigrationStep.breaking(name, statement);
                };
        return part.header().group(3) == null ? step : step.quiet(QUIET);
    }

    /// Each header with the text up to the next.
    private static List<Part> parts(String text, Pattern header) {
        var parts = new ArrayList<Part>();
        var matcher = header.matcher(text);
        while (matcher.find()) {
            var next = header.matcher(text);
            int end = next.find(matcher.end()) ? next.start() : text.length();
            var found = header.matcher(matcher.group());
            found.matches();
            parts.add(new Part(found, text.substring(matcher.end(), end)));
        }
        return parts;
    }
}
