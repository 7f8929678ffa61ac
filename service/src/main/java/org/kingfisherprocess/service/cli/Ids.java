package org.kingfisherprocess.service.cli;

import java.util.Collection;
import java.util.stream.Collectors;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonNumber;

/// Ids for people and in JSON.
final class Ids {
    private Ids() {}

    static String text(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    static JsonArray json(Collection<Long> ids) {
        var array = new JsonArray();
        ids.forEach(id -> array.add(JsonNumber.of(String.valueOf(id))));
        return array;
    }
}
