package org.kingfisherprocess.service.steps.transform;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;

/// What was found out during a step, by kind and OCID. Not thread-safe.
final class Findings {
    private final Map<Finding, Map<String, JsonObject>> found = new EnumMap<>(Finding.class);

    void add(Finding finding, String ocid) {
        of(finding, ocid);
    }

    void add(Finding finding, String ocid, String type, String message) {
        of(finding, ocid).put("type", new JsonString(type)).put("message", new JsonString(message));
    }

    /// One more of something, by a name: a path, a date.
    void count(Finding finding, String ocid, String name, long more) {
        var counts = of(finding, ocid);
        long before =
                counts.get(name) instanceof JsonNumber number
                        ? Long.parseLong(number.toString())
                        : 0;
        counts.put(name, JsonNumber.of(before + more));
    }

    /// Nothing is to be said about this OCID.
    void forget(String ocid) {
        found.values().forEach(byOcid -> byOcid.remove(ocid));
        found.values().removeIf(Map::isEmpty);
    }

    Map<Finding, Map<String, JsonObject>> all() {
        return found;
    }

    private JsonObject of(Finding finding, String ocid) {
        return found.computeIfAbsent(finding, _ -> new LinkedHashMap<>())
                .computeIfAbsent(ocid, _ -> new JsonObject());
    }
}
