package org.kingfisherprocess.service.sql;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// An array as one argument of a statement, for `unnest(?)`: one round trip for a thousand rows.
/// JSON goes as [#text] and is cast in the statement (`unnest(?::text[]) as document`,
/// `document::jsonb`).
public final class SqlArray {
    private final String elementType;
    private final @Nullable Object[] elements;

    private SqlArray(String elementType, @Nullable Object[] elements) {
        this.elementType = elementType;
        this.elements = elements;
    }

    public static SqlArray text(Collection<? extends @Nullable String> values) {
        return new SqlArray("text", values.toArray(new @Nullable String[0]));
    }

    public static SqlArray bigint(long... values) {
        return new SqlArray("int8", LongStream.of(values).boxed().toArray(Long[]::new));
    }

    public static SqlArray bigint(Collection<? extends @Nullable Long> values) {
        return new SqlArray("int8", values.toArray(new @Nullable Long[0]));
    }

    public static SqlArray integer(List<Integer> values) {
        return new SqlArray("int4", values.toArray(new Integer[0]));
    }

    public static SqlArray bool(List<Boolean> values) {
        return new SqlArray("bool", values.toArray(new Boolean[0]));
    }

    public static SqlArray uuid(Collection<UUID> values) {
        return new SqlArray("uuid", values.toArray(new UUID[0]));
    }

    String elementType() {
        return elementType;
    }

    @Nullable Object[] elements() {
        return elements;
    }
}
