package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.service.upgrade.RehearsedStep;

/// What a rehearsal found, for people or as JSON.
final class UpgradeRehearsal {
    private UpgradeRehearsal() {}

    static List<String> lines(List<RehearsedStep> steps) {
        var lines = new ArrayList<String>();
        for (var step : steps) {
            lines.add(
                    "%s (%s): %,d ms%s"
                            .formatted(
                                    step.address(),
                                    step.kind(),
                                    step.took().toMillis(),
                                    step.estimate()
                                            .map(left ->
                                                    "; at this pace %s on the real tables"
                                                            .formatted(Times.about(left)))
                                            .orElse("")));
            step.locks()
                    .forEach(held ->
                            lines.add(
                                    "    %s on %s: %s"
                                            .formatted(
                                                    held.mode().words(),
                                                    held.table(),
                                                    shortened(held.statement()))));
            if (!step.longest().isZero()) {
                lines.add(
                        "    its longest transaction that changed a table took %,.1f ms"
                                .formatted(step.longest().toNanos() / 1e6));
            }
            step.rewritten().forEach(table -> lines.add("    rewrote " + table));
            step.surprises().forEach(surprise -> lines.add("    NOT AS PLANNED: " + surprise));
        }
        return lines;
    }

    static JsonArray json(List<RehearsedStep> steps) {
        var array = new JsonArray();
        for (var step : steps) {
            var locks = new JsonArray();
            for (var held : step.locks()) {
                locks.add(
                        new JsonObject()
                                .put("table", TextTable.value(held.table()))
                                .put("lock", TextTable.value(held.mode().words()))
                                .put("statement", TextTable.value(held.statement())));
            }
            array.add(
                    new JsonObject()
                            .put("version", TextTable.value(step.address().version()))
                            .put("migration", TextTable.value(step.address().migration()))
                            .put("step", TextTable.value(step.address().step()))
                            .put("kind", TextTable.value(step.kind()))
                            .put("millis", TextTable.value(step.took().toMillis()))
                            .put(
                                    "longest_transaction_millis",
                                    TextTable.value(step.longest().toMillis()))
                            .put(
                                    "estimated_seconds",
                                    TextTable.value(step.estimate().map(Duration::toSeconds)))
                            .put("locks", locks)
                            .put("rewritten", texts(step.rewritten()))
                            .put("surprises", texts(step.surprises())));
        }
        return array;
    }

    private static JsonArray texts(List<String> texts) {
        var array = new JsonArray();
        texts.forEach(text -> array.add(TextTable.value(text)));
        return array;
    }

    private static String shortened(String statement) {
        return statement.length() <= 100 ? statement : statement.substring(0, 100) + "…";
    }
}
