package org.kingfisherprocess.ocds.upgrade;

import java.math.BigDecimal;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Equality as Python sees it: numbers by value, and true is 1.
final class LooseEquality {

    private LooseEquality() {}

    static boolean equal(JsonValue left, JsonValue right) {
        return switch (left) {
            case JsonString string -> string.equals(right);
            case JsonObject object -> right instanceof JsonObject other && equal(object, other);
            case JsonArray array -> right instanceof JsonArray other && equal(array, other);
            case JsonNumber _, JsonLiteral _ -> key(left).equals(key(right));
        };
    }

    private static boolean equal(JsonObject left, JsonObject right) {
        return left.size() == right.size() && isWithin(left, right);
    }

    /// Whether all members of one object are in the other, with equal values.
    static boolean isWithin(JsonObject part, JsonObject whole) {
        for (int i = 0; i < part.size(); i++) {
            int place = whole.placeOf(part.nameAt(i));
            if (place < 0 || !equal(part.valueAt(i), whole.valueAt(place))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(JsonArray left, JsonArray right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isIn(JsonArray array, JsonValue value) {
        for (var item : array) {
            if (equal(item, value)) {
                return true;
            }
        }
        return false;
    }

    /// What is the same object for equal values: good as a key of a map.
    static Object key(JsonValue value) {
        return number(value).<Object>map(BigDecimal::stripTrailingZeros).orElse(value);
    }

    /// The value of a number or of true and false; nothing for other values, and for exponents
    /// beyond 32 bits.
    static Optional<BigDecimal> number(JsonValue value) {
        try {
            return switch (value) {
                case JsonNumber number -> Optional.of(number.decimal());
                case JsonLiteral literal when literal == JsonLiteral.TRUE ->
                        Optional.of(BigDecimal.ONE);
                case JsonLiteral literal when literal == JsonLiteral.FALSE ->
                        Optional.of(BigDecimal.ZERO);
                case JsonLiteral _, JsonString _, JsonObject _, JsonArray _ -> Optional.empty();
            };
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
