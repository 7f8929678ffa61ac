package org.kingfisherprocess.ocds.json;

import java.util.Optional;

/// Finds values by JSON Pointer (RFC 6901).
///
/// ```java
/// var amount = JsonPointer.find(release, "/awards/0/value/amount");
/// ```
public final class JsonPointer {

    private JsonPointer() {}

    /// The value at a pointer: `""` is the root itself. Nothing if there is no such value or no
    /// such pointer.
    public static Optional<JsonValue> find(JsonValue root, String pointer) {
        if (pointer.isEmpty()) {
            return Optional.of(root);
        }
        if (pointer.charAt(0) != '/') {
            return Optional.empty();
        }
        var value = Optional.of(root);
        for (String part : pointer.substring(1).split("/", -1)) {
            String name = part.replace("~1", "/").replace("~0", "~");
            value = value.flatMap(parent -> step(parent, name));
        }
        return value;
    }

    private static Optional<JsonValue> step(JsonValue parent, String name) {
        return switch (parent) {
            case JsonObject object -> Optional.ofNullable(object.get(name));
            case JsonArray array -> place(name).filter(i -> i < array.size()).map(array::get);
            case JsonString _, JsonNumber _, JsonLiteral _ -> Optional.empty();
        };
    }

    private static Optional<Integer> place(String name) {
        return name.matches("0|[1-9][0-9]{0,8}")
                ? Optional.of(Integer.valueOf(name))
                : Optional.empty();
    }
}
