package org.kingfisherprocess.ocds.json;

/// One of the three words of JSON.
///
/// ```java
/// var answer = JsonLiteral.of(true); // JsonLiteral.TRUE
/// ```
public enum JsonLiteral implements JsonValue {
    TRUE("true"),
    FALSE("false"),
    NULL("null");

    private final String text;

    JsonLiteral(String text) {
        this.text = text;
    }

    public static JsonLiteral of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public String toString() {
        return text;
    }
}
