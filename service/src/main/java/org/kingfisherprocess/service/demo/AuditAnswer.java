package org.kingfisherprocess.service.demo;

import org.kingfisherprocess.ocds.json.InvalidJsonException;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;

/// What the command `audit --deep --json` says: the same question, asked of the spool's journal and
/// the receipts.
///
/// @param half files that are there with other documents than their receipts say
public record AuditAnswer(boolean clean, long lost, long doubled, long half) {
    /// It could not be asked.
    static final AuditAnswer NONE = new AuditAnswer(false, 0, 0, 0);

    static AuditAnswer parse(String json) {
        try {
            return JsonReader.read(json) instanceof JsonObject report
                    ? new AuditAnswer(
                            JsonLiteral.TRUE.equals(report.get("clean")),
                            count(report, "lost"),
                            count(report, "doubled"),
                            count(report, "half"))
                    : NONE;
        } catch (InvalidJsonException _) {
            return NONE;
        }
    }

    private static long count(JsonObject report, String name) {
        return report.get(name) instanceof JsonArray findings ? findings.size() : 0;
    }
}
