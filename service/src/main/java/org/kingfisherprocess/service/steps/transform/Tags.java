package org.kingfisherprocess.service.steps.transform;

import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;

/// What a release says about itself.
final class Tags {
    /// A link has at most `id`, `url`, `date` and `tag`.
    private static final int MOST_MEMBERS_OF_LINK = 4;

    private static final JsonString COMPILED = new JsonString("compiled");

    private Tags() {}

    static boolean isCompiled(JsonObject release) {
        return switch (release.get("tag")) {
            case JsonArray tags -> {
                for (var tag : tags) {
                    if (tag.equals(COMPILED)) {
                        yield true;
                    }
                }
                yield false;
            }
            case JsonString tag -> tag.equals(COMPILED);
            case null, default -> false;
        };
    }

    /// Whether a record refers to the release instead of holding it.
    static boolean isLinked(JsonObject release) {
        return release.has("url") && release.size() <= MOST_MEMBERS_OF_LINK;
    }
}
