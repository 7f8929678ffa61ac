package org.kingfisherprocess.ocds.json;

/// A string, which may hold anything that JSON can say, lone surrogates and U+0000 included.
///
/// ```java
/// var city = new JsonString("Asunción").value();
/// ```
public record JsonString(String value) implements JsonValue {

    @Override
    public String toString() {
        return JsonWriter.toText(this);
    }
}
