package org.kingfisherprocess.ocds.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonPointer;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Reads merge rules out of a release schema.
///
/// For each property the first that holds: it is omitted; it is a list that is merged whole; it is
/// an object, whose properties are looked at; it is a list of other things than objects, or of
/// objects without an `id`, which is merged whole; it is a list of objects, whose properties are
/// looked at. Without a `type`, or with keywords such as `oneOf`, there is no rule. (Merging, OCDS
/// 1.1 reference; as implemented by OCDS Merge.)
final class SchemaRules {

    private final JsonObject schema;
    private final Map<List<String>, MergeRule> rules = new HashMap<>();

    SchemaRules(JsonObject schema) {
        this.schema = schema;
    }

    Map<List<String>, MergeRule> rules() {
        var root = resolve(schema, List.of());
        properties(member(root, "properties"), List.of());
        return rules;
    }

    /// A part of the schema, and the references followed to get there: one of them again would go
    /// round for ever.
    private record Node(@Nullable JsonValue value, List<String> followed) {}

    private void properties(Node properties, List<String> path) {
        if (properties.value() instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                String name = object.nameAt(i);
                property(resolve(object.valueAt(i), properties.followed()), append(path, name));
            }
        }
    }

    private void property(Node property, List<String> path) {
        var types = types(property);
        if (says(property, "omitWhenMerged", "ocdsOmit")) {
            rules.put(path, MergeRule.OMIT);
        } else if (types.contains("array") && says(property, "wholeListMerge", "ocdsVersion")) {
            rules.put(path, MergeRule.WHOLE);
        } else if (types.contains("object") && has(property, "properties")) {
            properties(member(property, "properties"), path);
        } else if (types.contains("array") && has(property, "items")) {
            items(member(property, "items"), path);
        }
    }

    private void items(Node items, List<String> path) {
        var types = types(items);
        if (types.stream().anyMatch(type -> !type.equals("object"))) {
            rules.put(path, MergeRule.WHOLE);
        } else if (types.contains("object") && has(items, "properties")) {
            var properties = member(items, "properties");
            if (has(properties, "id")) {
                properties(properties, path);
            } else {
                rules.put(path, MergeRule.WHOLE);
            }
        }
    }

    private static boolean says(Node property, String keyword, String strategy) {
        return property.value() instanceof JsonObject object
                && (object.get(keyword) == JsonLiteral.TRUE
                        || new JsonString(strategy).equals(object.get("mergeStrategy")));
    }

    private static boolean has(Node node, String name) {
        return node.value() instanceof JsonObject object && object.has(name);
    }

    private Node member(Node node, String name) {
        var value = node.value() instanceof JsonObject object ? object.get(name) : null;
        return resolve(value, node.followed());
    }

    private static List<String> types(Node node) {
        var type = node.value() instanceof JsonObject object ? object.get("type") : null;
        return switch (type) {
            case JsonString string -> List.of(string.value());
            case JsonArray array -> {
                var types = new ArrayList<String>();
                for (var item : array) {
                    types.add(item instanceof JsonString string ? string.value() : "");
                }
                yield types;
            }
            case null, default -> List.of();
        };
    }

    /// Follows references: a reference replaces its whole object; one that leads nowhere, elsewhere
    /// or round is ignored.
    private Node resolve(@Nullable JsonValue value, List<String> followed) {
        var node = new Node(value, followed);
        while (node.value() instanceof JsonObject object
                && object.get("$ref") instanceof JsonString reference
                && reference.value().startsWith("#")
                && !node.followed().contains(reference.value())) {
            var target = JsonPointer.find(schema, reference.value().substring(1));
            if (target.isEmpty()) {
                break;
            }
            node = new Node(target.get(), append(node.followed(), reference.value()));
        }
        return node;
    }

    private static List<String> append(List<String> list, String item) {
        var appended = new ArrayList<>(list);
        appended.add(item);
        return List.copyOf(appended);
    }
}
