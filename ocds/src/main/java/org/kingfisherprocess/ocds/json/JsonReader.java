package org.kingfisherprocess.ocds.json;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// Reads values from UTF-8, one after the other: a file may hold several, with or without white
/// space between them.
///
/// Strict: no comments, no trailing commas, no NaN, no byte order mark. A name that comes twice in
/// an object counts with its last value. Holds one value at a time. Not thread-safe. Closing it
/// closes the stream.
///
/// ```java
/// try (var reader = JsonReader.over(Files.newInputStream(file), JsonLimits.DEFAULT)) {
///     for (var value = reader.next(); value.isPresent(); value = reader.next()) {
///         System.out.println(value.get());
///     }
/// }
/// ```
public final class JsonReader implements AutoCloseable {

    // One factory for each set of limits, for ever: parsers of a factory share a table of names, so
    // that equal names
    // are one String (which merging compares by identity), and sets of limits are settings, a
    // handful.
    private static final ConcurrentMap<JsonLimits, JsonFactory> FACTORIES =
            new ConcurrentHashMap<>();

    private final JsonParser parser;
    private final JsonLimits limits;
    private final @Nullable LimitedInput stream;

    private JsonReader(JsonParser parser, JsonLimits limits, @Nullable LimitedInput stream) {
        this.parser = parser;
        this.limits = limits;
        this.stream = stream;
    }

    /// A reader of all values of a stream.
    public static JsonReader over(InputStream input, JsonLimits limits) {
        var stream = new LimitedInput(input, limits.maxDocumentBytes());
        var parser = factory(limits).createParser(ObjectReadContext.empty(), stream);
        return new JsonReader(parser, limits, stream);
    }

    /// A reader of all values of an array of bytes.
    public static JsonReader over(byte[] json, JsonLimits limits) {
        return new JsonReader(
                factory(limits).createParser(ObjectReadContext.empty(), json), limits, null);
    }

    /// The only value in these bytes, within the default limits.
    public static JsonValue read(byte[] json) {
        return read(json, JsonLimits.DEFAULT);
    }

    /// The only value in this text, within the default limits.
    public static JsonValue read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    }

    /// The only value in these bytes. None, or a second one, is an [InvalidJsonException].
    public static JsonValue read(byte[] json, JsonLimits limits) {
        try (var reader = over(json, limits)) {
            var value = reader.next().orElseThrow(() -> reader.failure("no JSON value"));
            if (reader.next().isPresent()) {
                throw reader.failure("another value after the first");
            }
            return value;
        }
    }

    /// The next value, or nothing at the end of the input.
    public Optional<JsonValue> next() {
        try {
            long start = parser.currentLocation().getByteOffset();
            if (stream != null) {
                stream.documentStartsAt(start);
            }
            JsonToken token = parser.nextToken();
            if (token == null) {
                return Optional.empty();
            }
            var value = value(token);
            if (parser.currentLocation().getByteOffset() - start > limits.maxDocumentBytes()) {
                throw new LimitedInput.TooLong(limits.maxDocumentBytes());
            }
            return Optional.of(value);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (JacksonException e) {
            throw failure(e.getOriginalMessage());
        } catch (LimitedInput.TooLong e) {
            throw failure(e.problem());
        }
    }

    private JsonValue value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> new JsonString(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonNumber.parsed(parser.getString());
            case VALUE_TRUE -> JsonLiteral.TRUE;
            case VALUE_FALSE -> JsonLiteral.FALSE;
            case VALUE_NULL -> JsonLiteral.NULL;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw failure("unexpected " + token);
        };
    }

    private JsonObject object() {
        var object = new JsonObject();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            object.put(name, value(parser.nextToken()));
        }
        return object;
    }

    private JsonArray array() {
        var array = new JsonArray();
        for (var token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private InvalidJsonException failure(String problem) {
        var at = parser.currentLocation();
        return new InvalidJsonException(
                problem, at.getLineNr(), at.getColumnNr(), at.getByteOffset());
    }

    private static JsonFactory factory(JsonLimits limits) {
        return FACTORIES.computeIfAbsent(
                limits,
                bounds ->
                        JsonFactory.builder()
                                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                                .streamReadConstraints(
                                        StreamReadConstraints.builder()
                                                .maxNestingDepth(bounds.maxDepth())
                                                .maxNumberLength(bounds.maxNumberLength())
                                                .maxNameLength(bounds.maxNameLength())
                                                .maxStringLength(Integer.MAX_VALUE)
                                                .build())
                                .build());
    }

    @Override
    public void close() {
        parser.close();
    }
}
