package org.kingfisherprocess.service.cli;

import java.util.Collection;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonNumber;

/// Ids in JSON.
final class Ids {
    private Ids() {}

    static JsonArray json(Collection<Long> ids) {
        var array = new JsonArray();
        ids.forEach(id -> array.add(JsonNumber.of(String.valueOf(id))));
        return array;
    }
}
