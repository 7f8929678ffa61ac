package org.kingfisherprocess.ocds.json;

/// A JSON value, exact: numbers keep their text, objects the order of their members.
///
/// Objects and arrays can be changed while they are built; once handed on, treat a tree as a value,
/// since others may share parts of it. Equality is that of JSON with numbers compared by text: the
/// order of members does not count, `1` and `1.0` differ. `toString` is compact JSON.
///
/// ```java
/// var release = (JsonObject) JsonReader.read("{\"ocid\":\"ocds-213czf-1\",\"value\":1.50}");
/// var text = release.toString(); // {"ocid":"ocds-213czf-1","value":1.50}
/// ```
public sealed interface JsonValue
        permits JsonObject, JsonArray, JsonString, JsonNumber, JsonLiteral {

    /// A copy that shares nothing which can change.
    default JsonValue copy() {
        return this;
    }
}
