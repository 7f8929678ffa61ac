package org.kingfisherprocess.ocds.upgrade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Sorts lists as Python does: strings by code point or numbers by value, but not both in one list.
final class Sorting {

    private Sorting() {}

    /// A sorted copy, or nothing if the items cannot be compared.
    static Optional<JsonArray> sorted(JsonArray array) {
        var items = new ArrayList<JsonValue>();
        array.forEach(items::add);
        if (items.size() > 1) {
            if (items.stream().allMatch(JsonString.class::isInstance)) {
                items.sort(Comparator.comparing(Sorting::codePoints, Arrays::compare));
            } else if (items.stream().allMatch(item -> LooseEquality.number(item).isPresent())) {
                items.sort(Comparator.comparing(item -> LooseEquality.number(item).orElseThrow()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(JsonArray.of(items.toArray(JsonValue[]::new)));
    }

    private static int[] codePoints(JsonValue string) {
        return ((JsonString) string).value().codePoints().toArray();
    }
}
