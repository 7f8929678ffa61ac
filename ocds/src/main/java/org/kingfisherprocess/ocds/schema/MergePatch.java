package org.kingfisherprocess.ocds.schema;

import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// JSON Merge Patch (RFC 7396).
final class MergePatch {

    private MergePatch() {}

    /// The patched value. Neither argument is changed.
    static JsonValue apply(JsonValue target, JsonValue patch) {
        if (!(patch instanceof JsonObject changes)) {
            return patch.copy();
        }
        var result = target instanceof JsonObject object ? object.copy() : new JsonObject();
        for (int i = 0; i < changes.size(); i++) {
            String name = changes.nameAt(i);
            if (changes.valueAt(i) == JsonLiteral.NULL) {
                result.remove(name);
            } else {
                var old = result.get(name);
                result.put(name, apply(old == null ? JsonLiteral.NULL : old, changes.valueAt(i)));
            }
        }
        return result;
    }

    /// Without the members that are null, at any depth: so a patch can add and change, but not
    /// delete.
    static JsonValue withoutNulls(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                var kept = new JsonObject(object.size());
                for (int i = 0; i < object.size(); i++) {
                    if (object.valueAt(i) != JsonLiteral.NULL) {
                        kept.put(object.nameAt(i), withoutNulls(object.valueAt(i)));
                    }
                }
                yield kept;
            }
            case JsonArray array -> {
                var kept = new JsonArray();
                array.forEach(item -> kept.add(withoutNulls(item)));
                yield kept;
            }
            case JsonString _, JsonNumber _, JsonLiteral _ -> value;
        };
    }
}
