package org.kingfisherprocess.bench.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Reads cases: JSON lines, one case a line, in all files `*.jsonl` of a folder.
final class Cases {

    private Cases() {}

    static void forEach(Path folder, Consumer<JsonObject> action) {
        for (var file : files(folder)) {
            try (var reader = JsonReader.over(Files.newInputStream(file), JsonLimits.DEFAULT)) {
                for (var one = reader.next(); one.isPresent(); one = reader.next()) {
                    action.accept((JsonObject) one.get());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonValue read(Path file) {
        try {
            return JsonReader.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The member, which must be there.
    static JsonValue value(JsonObject object, String name) {
        var value = object.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no member \"%s\" in %s".formatted(name, object));
        }
        return value;
    }

    static JsonObject object(JsonObject object, String name) {
        return (JsonObject) value(object, name);
    }

    static JsonArray array(JsonObject object, String name) {
        return (JsonArray) value(object, name);
    }

    static String string(JsonObject object, String name) {
        return ((JsonString) value(object, name)).value();
    }

    static List<JsonValue> list(JsonArray array) {
        var list = new ArrayList<JsonValue>(array.size());
        array.forEach(list::add);
        return list;
    }

    static List<String> strings(JsonValue array) {
        return list((JsonArray) array).stream().map(item -> ((JsonString) item).value()).toList();
    }
}
