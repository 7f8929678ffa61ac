package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.service.migrate.Phase;
import org.kingfisherprocess.service.migrate.Plan;
import org.kingfisherprocess.service.migrate.PlannedStep;
import org.kingfisherprocess.service.migrate.StepProgress;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Finding;

/// What an upgrade would do, for people or as JSON.
final class UpgradePlan {
    private UpgradePlan() {}

    /// @param rowsPerSecond at which earlier migrations went here, if there were any
    static List<String> lines(Plan plan, OptionalLong rowsPerSecond, String database) {
        var lines = new ArrayList<String>();
        if (plan.isEmpty()) {
            lines.add(
                    "Nothing is left to do: the database %s is at version %d."
                            .formatted(database, plan.from()));
            return lines;
        }
        lines.add(
                "The database %s is at version %d; %d steps bring it to version %d%s."
                        .formatted(
                                database,
                                plan.from(),
                                plan.steps().size(),
                                plan.to(),
                                plan.adopting()
                                        .map(" (the tables of %s are made ours)"::formatted)
                                        .orElse("")));
        var before = Optional.<Phase>empty();
        for (var step : plan.steps()) {
            if (before.filter(step.phase()::equals).isEmpty()) {
                lines.add("");
                lines.add(order(step.phase()));
                before = Optional.of(step.phase());
            }
            add(lines, step, rowsPerSecond);
        }
        return lines;
    }

    static JsonObject json(Plan plan, OptionalLong rowsPerSecond) {
        var steps = new JsonArray();
        plan.steps().forEach(step -> steps.add(json(step, rowsPerSecond)));
        return new JsonObject()
                .put("from", TextTable.value(plan.from()))
                .put("to", TextTable.value(plan.to()))
                .put("adopting", TextTable.value(plan.adopting()))
                .put("steps", steps);
    }

    private static String order(Phase phase) {
        return switch (phase) {
            case EXPAND ->
                    "Before the reload, since the code that runs works with the tables before and after it:";
            case CONTRACT ->
                    "After the reload, once no process of the release before is left, since that one needs what goes:";
            case BREAKING ->
                    "With the reload, since neither the code before works after it nor the new one before; meanwhile"
                            + " submissions are acknowledged and wait on disk:";
        };
    }

    private static void add(List<String> lines, PlannedStep step, OptionalLong rowsPerSecond) {
        lines.add("  %s (%s)%s".formatted(step.address(), step.kind(), rows(step)));
        if (step.rows() > 0) {
            lines.add("      " + time(step, rowsPerSecond));
        }
        step.progress()
                .ifPresent(progress ->
                        lines.add(
                                "      begun %s by %s: %,d rows done, %s"
                                        .formatted(
                                                Times.text(progress.startedAt()),
                                                progress.who(),
                                                progress.rows(),
                                                progress.place().isEmpty()
                                                        ? "at its start"
                                                        : progress.place())));
        step.quiet()
                .ifPresent(limit ->
                        lines.add(
                                "      loading stands still for it; those under way are waited for, %,d s at most"
                                        .formatted(limit.toSeconds())));
        step.findings().forEach(finding -> lines.add("      " + text(finding)));
    }

    private static String rows(PlannedStep step) {
        return step.rows() == 0
                ? ""
                : ", about %,d rows of %s".formatted(step.rows(), String.join(", ", step.tables()));
    }

    private static String time(PlannedStep step, OptionalLong rowsPerSecond) {
        return seconds(step, rowsPerSecond)
                .map(seconds ->
                        "takes %s, at the %,d rows a second of earlier migrations here"
                                .formatted(
                                        Times.about(Duration.ofSeconds(seconds)),
                                        rowsPerSecond.orElseThrow()))
                .orElse("how long it takes is not known; --rehearse measures it");
    }

    private static Optional<Long> seconds(PlannedStep step, OptionalLong rowsPerSecond) {
        return rowsPerSecond.stream()
                .filter(_ -> step.rows() > 0)
                .mapToObj(rate -> Math.ceilDiv(step.rows(), rate))
                .findFirst();
    }

    private static String text(Finding finding) {
        var text = new StringBuilder(finding.statement().strip().replaceAll("\\s+", " "));
        text.append(": %s%s".formatted(finding.locks(), whoWaits(finding)));
        text.append(
                switch (finding.cost()) {
                    case CATALOGUE -> ", for milliseconds";
                    case ROWS -> ", row by row";
                    case SCAN -> ", reads the whole table";
                    case REWRITE -> ", rewrites the whole table";
                    case UNKNOWN -> "";
                });
        finding.danger().ifPresent(danger -> text.append("; declared: ").append(danger));
        return text.toString();
    }

    private static String whoWaits(Finding finding) {
        if (finding.cost() == Cost.UNKNOWN) {
            return "";
        }
        if (finding.lock().blocksReaders()) {
            return " (readers and writers wait)";
        }
        return finding.lock().blocksWriters() ? " (writers wait)" : "";
    }

    private static JsonObject json(PlannedStep step, OptionalLong rowsPerSecond) {
        var findings = new JsonArray();
        step.findings().forEach(finding -> findings.add(json(finding)));
        var tables = new JsonArray();
        step.tables().forEach(table -> tables.add(TextTable.value(table)));
        return new JsonObject()
                .put("version", TextTable.value(step.address().version()))
                .put("migration", TextTable.value(step.address().migration()))
                .put("step", TextTable.value(step.address().step()))
                .put("number", TextTable.value(step.address().number()))
                .put("of", TextTable.value(step.address().of()))
                .put(
                        "phase",
                        TextTable.value(step.phase().name().toLowerCase(java.util.Locale.ROOT)))
                .put("kind", TextTable.value(step.kind()))
                .put("text", TextTable.value(step.text()))
                .put("quiet_seconds", TextTable.value(step.quiet().map(Duration::toSeconds)))
                .put("locks", findings)
                .put("tables", tables)
                .put("rows", TextTable.value(step.rows()))
                .put("estimated_seconds", TextTable.value(seconds(step, rowsPerSecond)))
                .put("rows_done", TextTable.value(step.progress().map(StepProgress::rows)));
    }

    private static JsonObject json(Finding finding) {
        return new JsonObject()
                .put("statement", TextTable.value(finding.statement()))
                .put("table", TextTable.value(finding.table()))
                .put("lock", TextTable.value(finding.lock().words()))
                .put("locks", TextTable.value(finding.locks()))
                .put("rewrites", TextTable.value(finding.cost() == Cost.REWRITE))
                .put("scans", TextTable.value(finding.cost() == Cost.SCAN))
                .put("danger", TextTable.value(finding.danger().map(Enum::name)));
    }
}
