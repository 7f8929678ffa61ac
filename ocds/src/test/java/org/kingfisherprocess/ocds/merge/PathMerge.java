package org.kingfisherprocess.ocds.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Merging as it is defined: a map from paths to plain values, filled release by release, of which
/// the result is built again. Slow and plain, to compare the real thing with. Compiled releases
/// only; expects dates that ascend.
final class PathMerge {

    sealed interface Part {}

    record Name(String name) implements Part {}

    record Item(Object key, Optional<JsonValue> id) implements Part {
        @Override
        public boolean equals(Object other) {
            return other instanceof Item item && key.equals(item.key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    private static final class Inconsistent extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Map<List<String>, MergeRule> rules;
    private final Map<List<Part>, JsonValue> paths = new LinkedHashMap<>();
    private final List<String> duplicates = new ArrayList<>();

    PathMerge(Map<List<String>, MergeRule> rules) {
        this.rules = rules;
    }

    /// The release, or nothing where types are inconsistent.
    Optional<JsonObject> compile(List<JsonObject> releases) {
        for (var release : releases) {
            flatten(release, List.of(), List.of());
            var ocid = (JsonString) release.valueAt(release.placeOf("ocid"));
            var date = (JsonString) release.valueAt(release.placeOf("date"));
            paths.put(List.of(new Name("ocid")), ocid);
            paths.put(List.of(new Name("date")), date);
            paths.put(List.of(new Name("id")), new JsonString(ocid.value() + "-" + date.value()));
        }
        paths.put(List.of(new Name("tag")), JsonArray.of(new JsonString("compiled")));
        try {
            return Optional.of(unflatten());
        } catch (Inconsistent e) {
            return Optional.empty();
        }
    }

    List<String> duplicates() {
        return duplicates;
    }

    private void flatten(JsonObject object, List<Part> path, List<String> names) {
        for (int i = 0; i < object.size(); i++) {
            visit(
                    object.valueAt(i),
                    with(path, new Name(object.nameAt(i))),
                    with(names, object.nameAt(i)));
        }
    }

    private void visit(JsonValue value, List<Part> path, List<String> names) {
        var rule = rules.get(names);
        if (rule == MergeRule.OMIT) {
            return;
        }
        if (rule == MergeRule.WHOLE || isPlain(value)) {
            paths.put(path, value);
        } else if (value instanceof JsonObject object) {
            flatten(object, path, names);
        } else if (value instanceof JsonArray array) {
            var met = new HashSet<Object>();
            for (var element : array) {
                var item = (JsonObject) element;
                var id = Optional.ofNullable(item.get("id")).filter(v -> v != JsonLiteral.NULL);
                var key = id.map(PathMerge::key).orElseGet(Object::new);
                if (!met.add(key)) {
                    duplicates.add(key + " " + String.join(".", names));
                }
                flatten(item, with(path, new Item(key, id)), names);
            }
        }
    }

    private static Object key(JsonValue id) {
        return id instanceof JsonNumber number && number.isInteger()
                ? (Object) Long.valueOf(number.text())
                : id instanceof JsonString string ? string.value() : id.toString();
    }

    private static boolean isPlain(JsonValue value) {
        if (value instanceof JsonArray array) {
            for (var item : array) {
                if (!(item instanceof JsonObject)) {
                    return true;
                }
            }
            return false;
        }
        return !(value instanceof JsonObject);
    }

    private JsonObject unflatten() {
        var root = new JsonObject();
        var items = new HashMap<List<Part>, JsonObject>();
        paths.forEach((path, value) -> put(root, path, value, items));
        return root;
    }

    private static void put(
            JsonObject root, List<Part> path, JsonValue value, Map<List<Part>, JsonObject> items) {
        JsonValue node = root;
        for (int i = 0; i < path.size(); i++) {
            switch (path.get(i)) {
                case Item item -> {
                    var list = node;
                    node = items.computeIfAbsent(path.subList(0, i + 1), _ -> append(list, item));
                }
                case Name(var name) -> {
                    if (!(node instanceof JsonObject object)) {
                        throw new Inconsistent();
                    }
                    if (!object.has(name)) {
                        boolean last = i + 1 == path.size();
                        if (last && value == JsonLiteral.NULL) {
                            return;
                        }
                        object.put(name, last ? value.copy() : container(path.get(i + 1)));
                    }
                    node = object.valueAt(object.placeOf(name));
                }
            }
        }
    }

    private static JsonObject append(JsonValue list, Item item) {
        if (!(list instanceof JsonArray array)) {
            throw new Inconsistent();
        }
        var object = new JsonObject();
        item.id().ifPresent(id -> object.put("id", id));
        array.add(object);
        return object;
    }

    private static JsonValue container(Part next) {
        return next instanceof Item ? new JsonArray() : new JsonObject();
    }

    private static <T> List<T> with(List<? extends T> list, T last) {
        var longer = new ArrayList<T>(list);
        longer.add(last);
        return List.copyOf(longer);
    }
}
