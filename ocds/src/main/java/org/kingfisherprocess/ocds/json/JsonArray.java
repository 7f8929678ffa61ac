package org.kingfisherprocess.ocds.json;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A list of values, in order. Not thread-safe while it is changed.
///
/// ```java
/// var tag = JsonArray.of(new JsonString("planning"), new JsonString("tender"));
/// ```
public final class JsonArray implements JsonValue, Iterable<JsonValue> {

    private static final JsonValue[] NONE = new JsonValue[0];

    private JsonValue[] items;
    private int size;

    public JsonArray() {
        items = NONE;
    }

    public static JsonArray of(JsonValue... items) {
        var array = new JsonArray();
        array.items = items.clone();
        array.size = items.length;
        return array;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public JsonValue get(int index) {
        return items[checked(index)];
    }

    public JsonArray add(JsonValue item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.max(4, size + (size >> 1)));
        }
        items[size++] = item;
        return this;
    }

    public void set(int index, JsonValue item) {
        items[checked(index)] = item;
    }

    public void removeLast() {
        items[checked(size - 1)] = JsonLiteral.NULL;
        size--;
    }

    private int checked(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("item %d of %d".formatted(index, size));
        }
        return index;
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public JsonValue next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                return items[next++];
            }
        };
    }

    @Override
    public JsonArray copy() {
        var copy = new JsonArray();
        copy.items = new JsonValue[size];
        copy.size = size;
        for (int i = 0; i < size; i++) {
            copy.items[i] = items[i].copy();
        }
        return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonArray array
                && Arrays.equals(items, 0, size, array.items, 0, array.size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < size; i++) {
            hash = 31 * hash + items[i].hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return JsonWriter.toText(this);
    }
}
