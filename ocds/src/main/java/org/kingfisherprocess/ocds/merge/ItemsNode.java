package org.kingfisherprocess.ocds.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// The objects of a list, found by their ids: a Long for a whole number of 64 bits, otherwise the
/// text. Objects without an id are never found again.
final class ItemsNode extends MergeNode {

    private static final int SCANNED = 8;
    private static final int LONGEST_LONG = Long.toString(Long.MIN_VALUE).length();

    /// The key of what cannot be found.
    private static final Object NOBODY = new Object();

    // An id that comes twice in one list is one whose item was visited in this visit already; only
    // where rules or
    // overrides keep ids from their items is a set of the ids needed.

    private final @Nullable ArrayOverride override;
    private final boolean idsLeaveTraces;
    private final List<Object> keys = new ArrayList<>(4);
    private final List<FieldsNode> items = new ArrayList<>(4);
    private @Nullable Map<Object, Integer> index;
    private long[] lastVisit = new long[4];

    ItemsNode(RuleTree rules) {
        override = rules.override();
        idsLeaveTraces = rules.child("id") == RuleTree.EMPTY;
    }

    @Override
    MergeNode merged(JsonValue value, RuleTree rules, Merging merging) {
        if (value instanceof JsonArray array) {
            merge(array, rules, merging);
            return this;
        }
        var fields = new FieldsNode(null, 4);
        fields.merged(value, rules, merging);
        return fields.isEmpty() ? this : new MixedNode(fields, this, false);
    }

    private void merge(JsonArray array, RuleTree rules, Merging merging) {
        long visit = merging.nextVisit();
        Set<Object> met = override == null && idsLeaveTraces ? null : new HashSet<>();
        int expected = 0;
        for (int i = 0; i < array.size() && !merging.hasFailed(); i++) {
            var item = (JsonObject) array.get(i);
            var id = item.get("id");
            var key = key(id, merging);
            if (met != null && key != NOBODY && !met.add(key)) {
                merging.duplicateId(key);
            }
            var found = override == null ? key : overridden(i);
            int place = placeOf(found, expected);
            if (met == null && place >= 0 && lastVisit[place] == visit) {
                merging.duplicateId(key);
            }
            place = mergeItem(place, item, key == NOBODY ? null : id, found, rules, merging);
            if (place >= 0) {
                lastVisit[place] = visit;
                expected = place + 1;
            }
        }
    }

    private Object overridden(int position) {
        return override == ArrayOverride.APPEND ? NOBODY : Long.valueOf(position);
    }

    /// Returns the item's place, or -1 if it left no trace.
    private int mergeItem(
            int place,
            JsonObject item,
            @Nullable JsonValue id,
            Object key,
            RuleTree rules,
            Merging merging) {
        if (place >= 0) {
            items.get(place).merge(item, rules, merging);
            return place;
        }
        var node = new FieldsNode(id, item.size());
        node.merge(item, rules, merging);
        return node.isEmpty() ? -1 : append(key, node);
    }

    private int append(Object key, FieldsNode node) {
        int place = items.size();
        items.add(node);
        keys.add(key);
        if (place == lastVisit.length) {
            lastVisit = Arrays.copyOf(lastVisit, place * 2);
        }
        if (index != null) {
            index.put(key, place);
        } else if (place == SCANNED) {
            index = new HashMap<>();
            for (int i = 0; i <= place; i++) {
                index.put(keys.get(i), i);
            }
        }
        return place;
    }

    private int placeOf(Object key, int expected) {
        if (key == NOBODY) {
            return -1;
        }
        if (expected < keys.size() && key.equals(keys.get(expected))) {
            return expected;
        }
        return index == null ? keys.indexOf(key) : index.getOrDefault(key, -1);
    }

    private static Object key(@Nullable JsonValue id, Merging merging) {
        return switch (id) {
            case null -> NOBODY;
            case JsonString string -> string.value();
            case JsonNumber number -> key(number);
            case JsonLiteral literal when literal == JsonLiteral.NULL -> NOBODY;
            case JsonLiteral _, JsonObject _, JsonArray _ -> {
                merging.invalidId();
                yield NOBODY;
            }
        };
    }

    private static Object key(JsonNumber number) {
        var text = number.text();
        if (text.length() <= LONGEST_LONG && number.isInteger()) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                return text;
            }
        }
        return text;
    }

    @Override
    boolean isEmpty() {
        return items.isEmpty();
    }

    @Override
    JsonValue result() throws InconsistentTypes {
        return addTo(new JsonArray());
    }

    @Override
    JsonValue resultAfter(JsonValue first) throws InconsistentTypes {
        if (!(first instanceof JsonArray array)) {
            throw new InconsistentTypes(InconsistentTypes.value(first), "a list of objects");
        }
        return addTo(array.copy());
    }

    private JsonArray addTo(JsonArray result) throws InconsistentTypes {
        for (int i = 0; i < items.size(); i++) {
            try {
                result.add(items.get(i).result());
            } catch (InconsistentTypes e) {
                throw e.below(keys.get(i) == NOBODY ? "(no id)" : keys.get(i).toString());
            }
        }
        return result;
    }
}
