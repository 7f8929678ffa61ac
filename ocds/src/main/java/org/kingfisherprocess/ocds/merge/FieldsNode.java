package org.kingfisherprocess.ocds.merge;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonValue;

/// The fields of an object: at each name a plain value, a node below, or both.
final class FieldsNode extends MergeNode {

    // Releases of one process mostly have the same fields in the same order, so the place after the
    // last one is tried
    // first, and costs a comparison of two references. Rules are looked up once a name, when its
    // place is made.

    private static final int SCANNED = 12;

    private final @Nullable JsonValue id;
    private @Nullable String[] names;
    private RuleTree[] rules;
    private @Nullable JsonValue[] values;
    private @Nullable MergeNode[] nodes;
    private int size;

    // In a versioned release: which release added the last entry of a field's history. It may set
    // the field again, if
    // two items of one of its lists have the same id.
    private int[] changedBy = {};
    private @Nullable Map<String, Integer> index;

    /// @param id the id that an item of a list got when it first came; null for other objects
    FieldsNode(@Nullable JsonValue id, int expectedSize) {
        this.id = id;
        names = new String[expectedSize];
        rules = new RuleTree[expectedSize];
        values = new JsonValue[expectedSize];
        nodes = new MergeNode[expectedSize];
    }

    @Override
    MergeNode merged(JsonValue value, RuleTree rules, Merging merging) {
        if (value instanceof JsonObject object) {
            merge(object, rules, merging);
            return this;
        }
        var items = new ItemsNode(rules);
        items.merged(value, rules, merging);
        return items.isEmpty() ? this : new MixedNode(this, items, true);
    }

    void merge(JsonObject object, RuleTree ruleTree, Merging merging) {
        int expected = 0;
        for (int i = 0; i < object.size(); i++) {
            String name = object.nameAt(i);
            int place = expected < size && name.equals(names[expected]) ? expected : placeOf(name);
            if (place >= 0) {
                mergeAt(place, object.valueAt(i), merging);
                expected = place + 1;
            } else {
                mergeNew(name, object.valueAt(i), ruleTree.child(name), merging);
                expected = size;
            }
        }
    }

    private void mergeAt(int place, JsonValue value, Merging merging) {
        var rule = rules[place];
        if (merging.isPlain(value, rule)) {
            set(place, value, merging);
            return;
        }
        var node = nodes[place];
        if (node == null) {
            node = newNode(Objects.requireNonNull(names[place]), value, rule, merging);
            if (node != null && values[place] != null) {
                node.valueCameFirst();
            }
            nodes[place] = node;
        } else {
            merging.enter(Objects.requireNonNull(names[place]));
            nodes[place] = node.merged(value, rule, merging);
            merging.leave();
        }
    }

    private void mergeNew(String name, JsonValue value, RuleTree rule, Merging merging) {
        if (rule.omits()) {
            return;
        }
        if (merging.isPlain(value, rule)) {
            set(append(name, rule), value, merging);
        } else {
            var node = newNode(name, value, rule, merging);
            if (node != null) {
                int place = append(name, rule);
                nodes[place] = node;
            }
        }
    }

    /// Nothing if nothing in the value leaves a trace.
    private static @Nullable MergeNode newNode(
            String name, JsonValue value, RuleTree rule, Merging merging) {
        var node =
                value instanceof JsonObject object
                        ? new FieldsNode(null, object.size())
                        : new ItemsNode(rule);
        merging.enter(name);
        node.merged(value, rule, merging);
        merging.leave();
        return node.isEmpty() ? null : node;
    }

    private void set(int place, JsonValue value, Merging merging) {
        if (!merging.isVersioned()) {
            values[place] = value;
            return;
        }
        if (changedBy.length < names.length) {
            changedBy = Arrays.copyOf(changedBy, names.length);
        }
        var history = values[place] instanceof JsonArray array ? array : new JsonArray();
        if (!history.isEmpty() && changedBy[place] == merging.count()) {
            history.removeLast();
            changedBy[place] = 0;
        }
        if (history.isEmpty() || !merging.lastValue(history).equals(value)) {
            history.add(merging.entry(value));
            changedBy[place] = merging.count();
        }
        values[place] = history;
    }

    /// Sets a field to a plain value, whatever the rules say.
    void put(String name, JsonValue value) {
        int found = placeOf(name);
        int place = found < 0 ? append(name, RuleTree.EMPTY) : found;
        values[place] = value;
    }

    private int placeOf(String name) {
        if (index != null) {
            return index.getOrDefault(name, -1);
        }
        for (int i = 0; i < size; i++) {
            if (name.equals(names[i])) {
                return i;
            }
        }
        return -1;
    }

    private int append(String name, RuleTree rule) {
        if (size == names.length) {
            int capacity = size + Math.max(4, size >> 1);
            names = Arrays.copyOf(names, capacity);
            rules = Arrays.copyOf(rules, capacity);
            values = Arrays.copyOf(values, capacity);
            nodes = Arrays.copyOf(nodes, capacity);
        }
        names[size] = name;
        rules[size] = rule;
        if (index != null) {
            index.put(name, size);
        } else if (size == SCANNED) {
            index = new HashMap<>();
            for (int i = 0; i <= size; i++) {
                index.put(Objects.requireNonNull(names[i]), i);
            }
        }
        return size++;
    }

    @Override
    boolean isEmpty() {
        return size == 0;
    }

    @Override
    JsonObject result() throws InconsistentTypes {
        var result = new JsonObject(size);
        if (id != null) {
            result.put("id", id);
        }
        addTo(result);
        return result;
    }

    @Override
    JsonValue resultAfter(JsonValue first) throws InconsistentTypes {
        if (!(first instanceof JsonObject object)) {
            throw new InconsistentTypes(
                    InconsistentTypes.value(first), "an object with a '" + names[0] + "' key");
        }
        var result = object.copy();
        addTo(result);
        return result;
    }

    private void addTo(JsonObject result) throws InconsistentTypes {
        for (int i = 0; i < size; i++) {
            String name = Objects.requireNonNull(names[i]);
            if (!result.has(name)) {
                var value = resultAt(i, name);
                if (value != JsonLiteral.NULL) {
                    result.put(name, value);
                }
            }
        }
    }

    private JsonValue resultAt(int place, String name) throws InconsistentTypes {
        var value = Objects.requireNonNullElse(values[place], JsonLiteral.NULL);
        var node = nodes[place];
        if (node == null) {
            return value;
        }
        try {
            return value == JsonLiteral.NULL || !node.isAfterValue()
                    ? node.result()
                    : node.resultAfter(value);
        } catch (InconsistentTypes e) {
            throw e.below(name);
        }
    }
}
