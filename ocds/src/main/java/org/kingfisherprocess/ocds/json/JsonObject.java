package org.kingfisherprocess.ocds.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Members by name, in the order in which the names first came. Not thread-safe while it is
/// changed.
///
/// ```java
/// var party = new JsonObject().put("id", new JsonString("XX-1")).put("name", JsonLiteral.NULL);
/// for (int i = 0; i < party.size(); i++) {
///     System.out.println(party.nameAt(i) + " is " + party.valueAt(i));
/// }
/// ```
public final class JsonObject implements JsonValue {

    // Objects of OCDS have about six members: two arrays and a scan are smaller and faster than a
    // hash table. A 64-bit
    // filter of the names' hashes saves most scans for names that are not there. From 17 members on
    // a HashMap finds
    // them, which also withstands names chosen to collide (its buckets become trees).

    private static final int SCANNED = 16;

    private @Nullable String[] names;
    private @Nullable JsonValue[] values;
    private int size;
    private long filter;
    private @Nullable Map<String, Integer> index;

    public JsonObject() {
        this(6);
    }

    public JsonObject(int expectedSize) {
        names = new String[expectedSize];
        values = new JsonValue[expectedSize];
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// The name of a member by its place, from 0 to `size() - 1`.
    public String nameAt(int place) {
        return Objects.requireNonNull(names[Objects.checkIndex(place, size)]);
    }

    /// The value of a member by its place, from 0 to `size() - 1`.
    public JsonValue valueAt(int place) {
        return Objects.requireNonNull(values[Objects.checkIndex(place, size)]);
    }

    /// The place of the member of that name, or -1.
    public int placeOf(String name) {
        if ((filter & bit(name)) == 0) {
            return -1;
        }
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

    public boolean has(String name) {
        return placeOf(name) >= 0;
    }

    /// The member's value, or null if there is no such member (JSON's null is [JsonLiteral#NULL]).
    public @Nullable JsonValue get(String name) {
        int place = placeOf(name);
        return place < 0 ? null : values[place];
    }

    /// Sets a member. One that is there already keeps its place.
    public JsonObject put(String name, JsonValue value) {
        int place = placeOf(name);
        if (place >= 0) {
            values[place] = value;
        } else {
            append(name, value);
        }
        return this;
    }

    /// Replaces the value of the member at a place.
    public void setAt(int place, JsonValue value) {
        values[Objects.checkIndex(place, size)] = value;
    }

    private void append(String name, JsonValue value) {
        if (size == names.length) {
            int capacity = Math.max(4, size * 2);
            names = Arrays.copyOf(names, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        names[size] = name;
        values[size] = value;
        filter |= bit(name);
        if (index != null) {
            index.put(name, size);
        }
        size++;
        if (index == null && size > SCANNED) {
            index = indexed();
        }
    }

    private Map<String, Integer> indexed() {
        var places = HashMap.<String, Integer>newHashMap(size * 2);
        for (int i = 0; i < size; i++) {
            places.put(nameAt(i), i);
        }
        return places;
    }

    /// Takes a member out, if it is there; those after it move up.
    public void remove(String name) {
        int place = placeOf(name);
        if (place < 0) {
            return;
        }
        size--;
        System.arraycopy(names, place + 1, names, place, size - place);
        System.arraycopy(values, place + 1, values, place, size - place);
        names[size] = null;
        values[size] = null;
        if (index != null) {
            index = indexed();
        }
    }

    private static long bit(String name) {
        int hash = name.hashCode();
        return 1L << (hash ^ (hash >>> 6));
    }

    @Override
    public JsonObject copy() {
        var copy = new JsonObject(size);
        for (int i = 0; i < size; i++) {
            copy.append(nameAt(i), valueAt(i).copy());
        }
        return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof JsonObject object) || object.size != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int place = object.placeOf(nameAt(i));
            if (place < 0 || !valueAt(i).equals(object.valueAt(place))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < size; i++) {
            hash += nameAt(i).hashCode() ^ valueAt(i).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return JsonWriter.toText(this);
    }
}
