package org.kingfisherprocess.service.steps.transform;

import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonWriter;
import org.kingfisherprocess.ocds.merge.MergeResult;
import org.kingfisherprocess.ocds.merge.MergeWarning;

/// What compiling an OCID came to.
sealed interface Compiled {
    String ocid();

    /// A document that is stored already, as it is.
    record AsStored(String ocid, String date, long dataId) implements Compiled {}

    /// A new document.
    record Made(String ocid, String date, CanonicalJson json) implements Compiled {}

    /// It cannot be compiled; a finding says why.
    record Nothing(String ocid) implements Compiled {}

    /// Of a merge.
    static Compiled of(String ocid, MergeResult result, JsonLimits limits, Findings findings) {
        return switch (result) {
            case MergeResult.Merged(var release, var warnings) -> {
                for (var warning : warnings) {
                    switch (warning) {
                        case MergeWarning.DuplicateId(_, var path) ->
                                findings.count(Finding.DUPLICATE_ID, ocid, path, 1);
                        case MergeWarning.RepeatedDate(var date, _) ->
                                findings.count(Finding.REPEATED_DATE, ocid, date, 1);
                    }
                }
                yield made(ocid, release, limits, findings);
            }
            case MergeResult.Failed(var error) -> {
                findings.add(
                        Finding.NOT_COMPILED,
                        ocid,
                        error.getClass().getSimpleName(),
                        error.message());
                yield new Nothing(ocid);
            }
        };
    }

    /// Of a release that is compiled already.
    static Compiled made(String ocid, JsonObject release, JsonLimits limits, Findings findings) {
        try {
            var json = CanonicalJson.of(JsonWriter.toBytes(release), limits);
            return new Made(ocid, date(release), json);
        } catch (IllegalArgumentException e) {
            findings.add(Finding.NOT_STORED, ocid, "Limit", String.valueOf(e.getMessage()));
            return new Nothing(ocid);
        }
    }

    static String date(JsonObject release) {
        return release.get("date") instanceof JsonString date ? date.value() : "";
    }
}
