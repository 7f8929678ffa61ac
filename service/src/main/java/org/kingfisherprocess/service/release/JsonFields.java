package org.kingfisherprocess.service.release;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kingfisherprocess.ocds.json.InvalidJsonException;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Reads members of an object that another release wrote: older or newer than this one, so that
/// what it does not know is left alone, and what is missing is empty.
public record JsonFields(JsonObject object) {

    /// The first value of the text, which must be an object.
    ///
    /// @param what the text is, for the message
    public static JsonFields parse(String text, String what) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var reader = JsonReader.over(new ByteArrayInputStream(bytes), JsonLimits.DEFAULT)) {
            if (reader.next().orElse(JsonLiteral.NULL) instanceof JsonObject object) {
                return new JsonFields(object);
            }
            throw new ReleaseException(what + " is not a JSON object");
        } catch (InvalidJsonException e) {
            throw new ReleaseException("%s is not JSON: %s".formatted(what, e.getMessage()), e);
        }
    }

    public Optional<String> text(String name) {
        return object.get(name) instanceof JsonString string && !string.value().isEmpty()
                ? Optional.of(string.value())
                : Optional.empty();
    }

    public String textOr(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    public Optional<Long> number(String name) {
        return object.get(name) instanceof JsonNumber number
                ? Optional.of(Long.valueOf(number.text()))
                : Optional.empty();
    }

    public boolean truth(String name) {
        return JsonLiteral.TRUE.equals(object.get(name));
    }

    public Optional<JsonFields> fields(String name) {
        return object.get(name) instanceof JsonObject inner
                ? Optional.of(new JsonFields(inner))
                : Optional.empty();
    }

    /// The objects of an array; what is no object in it is left out.
    public List<JsonFields> list(String name) {
        return values(name)
                .flatMap(value ->
                        value instanceof JsonObject inner
                                ? Stream.of(new JsonFields(inner))
                                : Stream.empty())
                .toList();
    }

    /// The texts of an array.
    public List<String> texts(String name) {
        return values(name)
                .flatMap(value ->
                        value instanceof JsonString text ? Stream.of(text.value()) : Stream.empty())
                .toList();
    }

    private Stream<JsonValue> values(String name) {
        var values = new ArrayList<JsonValue>();
        if (object.get(name) instanceof JsonArray array) {
            array.forEach(values::add);
        }
        return values.stream();
    }
}
