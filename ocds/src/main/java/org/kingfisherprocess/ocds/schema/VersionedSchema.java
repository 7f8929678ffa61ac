package org.kingfisherprocess.ocds.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Makes the schema of versioned releases of that of releases: what merging would version becomes a
/// list of values with the releases they came from.
final class VersionedSchema {

    private static final String POINTER = "#/definitions/";
    private static final String UNVERSIONED = "Unversioned";

    /// In place of the name of a definition.
    private static final String ROOT = "#";

    private static final String INLINE = "";
    private static final JsonString VERSION_STRATEGY = new JsonString("ocdsVersion");
    private static final JsonString OMIT_STRATEGY = new JsonString("ocdsOmit");
    private static final JsonString URI = new JsonString("uri");
    private static final JsonString DATE_TIME = new JsonString("date-time");

    /// The keywords that are about merging.
    private static final Set<String> MERGING =
            Set.of(
                    "mergeStrategy",
                    "mergeOptions",
                    "wholeListMerge",
                    "versionId",
                    "omitWhenMerged");

    /// The only object whose id is versioned where it stands alone, but not where it is an item of
    /// a list.
    private static final String REFERENCE = "OrganizationReference";

    private static final String REFERENCE_ALONE = "OrganizationReferenceVersionedId";

    private final JsonObject release;
    private final JsonObject definitions;
    private final Set<String> items = new HashSet<>();
    private final JsonObject versioned = new JsonObject();
    private final Deque<String> unversioned = new ArrayDeque<>();

    /// As OCDS 1.0 does, whose versioned schema does not say that an entry of a history is an
    /// object.
    private boolean usesStrategies;

    VersionedSchema(JsonObject release) {
        this.release = release;
        this.definitions =
                release.get("definitions") instanceof JsonObject object ? object : new JsonObject();
    }

    JsonObject build() {
        collectItems(release);
        var root = object(ROOT, release);
        if (release.get("id") instanceof JsonString id) {
            var address =
                    id.value().replace(SchemaBuilder.RELEASE, SchemaBuilder.VERSIONED_RELEASE);
            root.put("id", new JsonString(address));
        }
        for (int i = 0; i < definitions.size(); i++) {
            var name = definitions.nameAt(i);
            if (definitions.valueAt(i) instanceof JsonObject definition) {
                versioned.put(name, object(name, definition));
                if (name.equals(REFERENCE)) {
                    versioned.put(REFERENCE_ALONE, object(REFERENCE_ALONE, definition));
                }
            }
        }
        versioned.put("StringNullVersioned", history(text()));
        versioned.put("StringNullUriVersioned", history(text().put("format", URI)));
        versioned.put("StringNullDateTimeVersioned", history(text().put("format", DATE_TIME)));
        while (!unversioned.isEmpty()) {
            addUnversioned(unversioned.remove());
        }
        return root.put("definitions", versioned);
    }

    private void collectItems(JsonValue value) {
        switch (value) {
            case JsonObject object -> {
                usesStrategies |= object.get("mergeStrategy") instanceof JsonString;
                if (object.get("items") instanceof JsonObject item
                        && item.get("$ref") instanceof JsonString reference) {
                    items.add(reference.value().replace(POINTER, ""));
                }
                for (int i = 0; i < object.size(); i++) {
                    collectItems(object.valueAt(i));
                }
            }
            case JsonArray array -> array.forEach(this::collectItems);
            case JsonString _, JsonNumber _, JsonLiteral _ -> {}
        }
    }

    private JsonObject object(String definition, JsonObject schema) {
        var result = stripped(schema);
        if (!(schema.get("properties") instanceof JsonObject properties)) {
            return result;
        }
        var kept = new JsonObject(properties.size());
        for (int i = 0; i < properties.size(); i++) {
            var name = properties.nameAt(i);
            if (!(properties.valueAt(i) instanceof JsonObject property)) {
                kept.put(name, properties.valueAt(i));
            } else if (definition.equals(ROOT) && name.equals("ocid")) {
                kept.put(name, property.copy());
            } else if (!isOmitted(property)) {
                kept.put(name, property(definition, name, property));
            }
        }
        if (schema.get("required") instanceof JsonArray required) {
            result.put("required", onlyKept(required, kept));
        }
        return result.put("properties", kept);
    }

    private static JsonArray onlyKept(JsonArray required, JsonObject kept) {
        var result = new JsonArray();
        for (var name : required) {
            if (name instanceof JsonString string && kept.has(string.value())) {
                result.add(name);
            }
        }
        return result;
    }

    private static boolean isOmitted(JsonObject property) {
        return property.get("omitWhenMerged") == JsonLiteral.TRUE
                || OMIT_STRATEGY.equals(property.get("mergeStrategy"));
    }

    private JsonObject property(String definition, String name, JsonObject property) {
        if (property.get("$ref") instanceof JsonString reference) {
            boolean alone = reference.value().equals(POINTER + REFERENCE);
            var target = alone ? new JsonString(POINTER + REFERENCE_ALONE) : reference;
            return stripped(property).put("$ref", target);
        }
        if (property.get("properties") instanceof JsonObject) {
            return object(INLINE, property);
        }
        if (property.get("items") instanceof JsonObject item && holdsObjects(item)) {
            return list(property, item);
        }
        if (name.equals("id") && !isVersionedId(definition, property)) {
            return stripped(property);
        }
        return shared(stripped(property));
    }

    private static boolean holdsObjects(JsonObject item) {
        return item.has("$ref") || item.has("properties");
    }

    private boolean isVersionedId(String definition, JsonObject id) {
        var strategy = id.get("mergeStrategy");
        return strategy == null
                ? id.has("versionId") || !items.contains(definition)
                : VERSION_STRATEGY.equals(strategy);
    }

    private JsonObject list(JsonObject property, JsonObject item) {
        var result = stripped(property);
        if (property.get("wholeListMerge") == JsonLiteral.TRUE
                || VERSION_STRATEGY.equals(property.get("mergeStrategy"))) {
            return history(unversioned(result));
        }
        if (item.get("properties") instanceof JsonObject properties && properties.has("id")) {
            result.put("items", object(INLINE, item));
        }
        return result;
    }

    /// A history by reference, if it is one of those that almost every field has.
    private JsonObject shared(JsonObject property) {
        for (var plain :
                Map.of(
                                "StringNullVersioned", text(),
                                "StringNullUriVersioned", text().put("format", URI),
                                "StringNullDateTimeVersioned", text().put("format", DATE_TIME))
                        .entrySet()) {
            if (plain.getValue().equals(property)) {
                return new JsonObject().put("$ref", new JsonString(POINTER + plain.getKey()));
            }
        }
        return history(property);
    }

    private JsonObject history(JsonObject value) {
        var tag = schema("array").put("items", schema("string"));
        var properties =
                new JsonObject()
                        .put("releaseID", schema("string"))
                        .put("releaseDate", schema("string").put("format", DATE_TIME))
                        .put("releaseTag", tag)
                        .put("value", value);
        var entry = usesStrategies ? new JsonObject() : schema("object");
        return schema("array").put("items", entry.put("properties", properties));
    }

    private void addUnversioned(String definition) {
        var name = definition + UNVERSIONED;
        if (!versioned.has(name) && definitions.get(definition) instanceof JsonObject schema) {
            versioned.put(name, unversioned(stripped(schema)));
        }
    }

    /// References lead to definitions without history, which are asked for.
    private JsonObject unversioned(JsonObject schema) {
        var result = stripped(schema);
        for (int i = 0; i < result.size(); i++) {
            if (result.valueAt(i) instanceof JsonObject part) {
                result.setAt(i, unversioned(part));
            } else if (result.nameAt(i).equals("$ref")
                    && result.valueAt(i) instanceof JsonString reference) {
                unversioned.add(reference.value().replace(POINTER, ""));
                result.setAt(i, new JsonString(reference.value() + UNVERSIONED));
            }
        }
        return result;
    }

    private static JsonObject stripped(JsonObject schema) {
        var result = schema.copy();
        MERGING.forEach(result::remove);
        return result;
    }

    private static JsonObject text() {
        return new JsonObject()
                .put("type", JsonArray.of(new JsonString("string"), new JsonString("null")));
    }

    private static JsonObject schema(String type) {
        return new JsonObject().put("type", new JsonString(type));
    }
}
