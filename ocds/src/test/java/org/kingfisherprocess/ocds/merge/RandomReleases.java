package org.kingfisherprocess.ocds.merge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Releases of few names, ids and values, so that they meet often.
final class RandomReleases {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "id");
    private static final List<String> IDS = List.of("\"1\"", "1", "\"2\"", "1.0", "null", "\"x\"");

    private final Random random;

    /// Whether a name always has the same type, every item has an id of its own, and nothing is
    /// null: then releases can be merged in several goes.
    private final boolean regular;

    RandomReleases(Random random, boolean regular) {
        this.random = random;
        this.regular = regular;
    }

    List<JsonObject> releases() {
        var releases = new ArrayList<JsonObject>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var release =
                    new JsonObject()
                            .put("ocid", new JsonString("ocds-213czf-1"))
                            .put("id", JsonNumber.of(i))
                            .put("date", new JsonString("2020-01-0" + (i + 1)))
                            .put("tag", JsonArray.of(new JsonString("tender")));
            for (int j = random.nextInt(4); j > 0; j--) {
                var name = NAMES.get(random.nextInt(4));
                release.put(name, regular ? regular(name, 3) : value(3));
            }
            releases.add(release);
        }
        return releases;
    }

    private JsonValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 4)) {
            case 0 -> JsonLiteral.NULL;
            case 1 -> JsonNumber.of(random.nextInt(3));
            case 2 -> new JsonString("s" + random.nextInt(3));
            case 3 -> JsonArray.of(new JsonString("s"));
            case 4, 5 -> object(depth - 1);
            default -> list(depth - 1);
        };
    }

    private JsonObject object(int depth) {
        var object = new JsonObject();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.put(NAMES.get(random.nextInt(4)), value(depth));
        }
        return object;
    }

    private JsonArray list(int depth) {
        var array = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
            var item = object(depth);
            if (random.nextInt(5) > 0) {
                var id = IDS.get(random.nextInt(IDS.size()));
                item.put("id", JsonReader.read(id));
            }
            array.add(item);
        }
        return array;
    }

    private JsonValue regular(String name, int depth) {
        if (depth == 0 || name.equals("a")) {
            return new JsonString("s" + random.nextInt(3));
        }
        if (name.equals("b")) {
            return JsonArray.of(JsonNumber.of(random.nextInt(3)));
        }
        var ids = new ArrayList<>(List.of("1", "2", "3"));
        Collections.shuffle(ids, random);
        if (name.equals("c")) {
            return regularObject(depth);
        }
        var array = new JsonArray();
        for (var id : ids.subList(0, 1 + random.nextInt(3))) {
            array.add(regularObject(depth).put("id", new JsonString(id)));
        }
        return array;
    }

    private JsonObject regularObject(int depth) {
        var object = new JsonObject().put("a", regular("a", depth));
        for (int i = random.nextInt(3); i > 0; i--) {
            var name = NAMES.get(random.nextInt(4)) + (depth - 1);
            object.put(name, regular(name.substring(0, 1), depth - 1));
        }
        return object;
    }

    /// The same value with the members of all objects in another order.
    JsonValue shuffled(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                var places = new ArrayList<Integer>();
                for (int i = 0; i < object.size(); i++) {
                    places.add(i);
                }
                Collections.shuffle(places, random);
                var result = new JsonObject();
                places.forEach(i -> result.put(object.nameAt(i), shuffled(object.valueAt(i))));
                yield result;
            }
            case JsonArray array -> {
                var result = new JsonArray();
                array.forEach(item -> result.add(shuffled(item)));
                yield result;
            }
            case JsonString _, JsonNumber _, JsonLiteral _ -> value;
        };
    }
}
