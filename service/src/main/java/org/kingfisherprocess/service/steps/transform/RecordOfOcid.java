package org.kingfisherprocess.service.steps.transform;

import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.ocds.merge.Merger;

/// Compiles the record of an OCID: from its dated releases, unless one is only a link; else it
/// takes the `compiledRelease`; else the first release that is tagged `compiled`.
record RecordOfOcid(String ocid, MergeRules rules, JsonLimits limits, Findings findings) {

    Compiled compile(byte[] json) {
        if (!(JsonReader.read(json, limits) instanceof JsonObject document)) {
            throw new IllegalStateException("the record of %s is not an object".formatted(ocid));
        }
        var releases = releases(document);
        var dated = releases.stream().filter(release -> release.has("date")).toList();
        if (!dated.isEmpty() && releases.stream().noneMatch(Tags::isLinked)) {
            if (dated.size() < releases.size()) {
                findings.count(
                        Finding.UNDATED_RELEASES, ocid, "releases", releases.size() - dated.size());
            }
            return Compiled.of(ocid, new Merger(rules).compile(dated), limits, findings);
        }
        if (document.get("compiledRelease") instanceof JsonObject release && !release.isEmpty()) {
            findings.add(Finding.LINKED_RELEASES, ocid);
            return Compiled.made(ocid, release, limits, findings);
        }
        return tagged(releases.stream().filter(Tags::isCompiled).toList());
    }

    private Compiled tagged(List<JsonObject> compiled) {
        if (compiled.isEmpty()) {
            findings.add(
                    Finding.NOT_COMPILED,
                    ocid,
                    "NoRelease",
                    "its record has neither dated releases alone, nor a compiledRelease, nor a release tagged compiled");
            return new Compiled.Nothing(ocid);
        }
        findings.add(Finding.COMPILED_RELEASE_IN_RECORD, ocid);
        if (compiled.size() > 1) {
            findings.count(Finding.SEVERAL_COMPILED_RELEASES, ocid, "releases", compiled.size());
        }
        return Compiled.made(ocid, compiled.getFirst(), limits, findings);
    }

    private static List<JsonObject> releases(JsonObject document) {
        var releases = new ArrayList<JsonObject>();
        if (document.get("releases") instanceof JsonArray array) {
            for (var value : array) {
                if (value instanceof JsonObject release) {
                    releases.add(release);
                }
            }
        }
        return releases;
    }
}
