package org.kingfisherprocess.ocds.json;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number as it was written: `1`, `1.0`, `1e2` and `-0` are four different numbers, and none is
/// rounded.
///
/// ```java
/// var amount = JsonNumber.of("1000.10").decimal(); // 1000.10
/// ```
public final class JsonNumber implements JsonValue {

    private static final Pattern GRAMMAR =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;

    private JsonNumber(String text) {
        this.text = text;
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /// Refuses, with an [IllegalArgumentException], what JSON's grammar does not call a number.
    public static JsonNumber of(String text) {
        if (!GRAMMAR.matcher(text).matches()) {
            throw new IllegalArgumentException("not a number in JSON: \"%s\"".formatted(text));
        }
        return new JsonNumber(text);
    }

    static JsonNumber parsed(String text) {
        return new JsonNumber(text);
    }

    public String text() {
        return text;
    }

    /// Whether it was written without a fraction and without an exponent.
    public boolean isInteger() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    /// The value with the scale in which it was written. Throws [ArithmeticException] or
    /// [NumberFormatException] if the exponent does not fit 32 bits.
    public BigDecimal decimal() {
        return new BigDecimal(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonNumber number && text.equals(number.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
