package org.kingfisherprocess.service.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.release.JsonFields;
import org.kingfisherprocess.service.release.Programs;
import org.kingfisherprocess.service.release.ReleaseException;
import org.kingfisherprocess.service.release.ReleaseFolder;

/// The commands of another release that deploying uses. Its own code plans and runs its migrations:
/// only it knows them.
public final class OtherRelease {
    private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(2);

    /// A migration may take a night.
    private static final Duration MIGRATES_WITHIN = Duration.ofHours(24);

    private static final int LINES_OF_FAILURE = 20;

    private final ReleaseFolder release;
    private final Programs programs;

    public OtherRelease(ReleaseFolder release, Programs programs) {
        this.release = release;
        this.programs = programs;
    }

    /// What its migrations would still do to this database.
    List<PendingStep> pending() {
        var ended =
                release.run(
                        programs, ANSWERS_WITHIN, _ -> {}, "upgrade-database", "--plan", "--json");
        if (ended.code() != 0) {
            throw new ReleaseException(
                    "release %s cannot plan its migrations (upgrade-database --plan ended with %d):%n%s"
                            .formatted(
                                    release.name(),
                                    ended.code(),
                                    ended.lastLines(LINES_OF_FAILURE)));
        }
        return JsonFields.parse(ended.text(), "the migrations of " + release.name())
                .list("steps")
                .stream()
                .map(OtherRelease::step)
                .toList();
    }

    /// Why it would not start with the settings that are in force; empty where it would.
    Optional<String> refusesSettings() {
        var ended = release.run(programs, ANSWERS_WITHIN, _ -> {}, "config", "show", "--json");
        return ended.code() == 0
                ? Optional.empty()
                : Optional.of(ended.lastLines(LINES_OF_FAILURE));
    }

    /// Runs its migrations of these phases, in their order, in a process that ends with the work.
    ///
    /// @param cancelBlockers what is done with sessions in the way, as its command takes it; empty:
    ///   they are shown
    /// @param heard what it says
    void migrate(
            Set<PendingStep.Phase> phases,
            Optional<String> cancelBlockers,
            Consumer<String> heard) {
        var names =
                phases.stream()
                        .map(PendingStep.Phase::text)
                        .sorted()
                        .collect(Collectors.joining(","));
        var command =
                new ArrayList<>(List.of("upgrade-database", "--foreground", "--phase", names));
        cancelBlockers.ifPresent(policy -> command.addAll(List.of("--cancel-blockers", policy)));
        var ended = release.run(programs, MIGRATES_WITHIN, heard, command.toArray(String[]::new));
        if (ended.code() != 0) {
            throw new DeployException(
                    "upgrade-database --phase %s of release %s ended with %d: %s"
                            .formatted(
                                    names,
                                    release.name(),
                                    ended.code(),
                                    ended.lastLines(LINES_OF_FAILURE)));
        }
    }

    private static PendingStep step(JsonFields fields) {
        return new PendingStep(
                fields.number("version").orElse(0L).intValue(),
                fields.textOr("migration", "unnamed"),
                fields.textOr("step", ""),
                PendingStep.Phase.of(fields.textOr("phase", "")),
                fields.textOr("kind", ""),
                fields.list("locks").stream().map(OtherRelease::lock).toList(),
                fields.number("rows").orElse(0L),
                fields.number("quiet_seconds").map(Duration::ofSeconds));
    }

    private static String lock(JsonFields fields) {
        var effect =
                fields.truth("rewrites")
                        ? ", rewrites the whole table"
                        : fields.truth("scans") ? ", reads the whole table" : "";
        return "%s%s: %s"
                .formatted(
                        fields.textOr("locks", fields.textOr("lock", "no lock")),
                        effect,
                        fields.textOr("statement", "").strip().replaceAll("\\s+", " "));
    }
}
