package org.kingfisherprocess.service.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path with parameters: `/app/collection/{id}`, or with any path before it:
/// `**/api/v1/submit/file/`.
///
/// Empty segments do not count, neither in the pattern nor in the path: so a doubled slash and a
/// trailing one, or a missing one, are all the same, as clients join their base address and the
/// route in several ways. `text` names the route in metrics and logs.
record PathPattern(String text, boolean anyPrefix, List<String> segments) {
    private static final String ANY_PREFIX = "**";

    static PathPattern of(String text) {
        var anyPrefix = text.startsWith(ANY_PREFIX);
        var path = anyPrefix ? text.substring(ANY_PREFIX.length()) : text;
        return new PathPattern(path, anyPrefix, split(path));
    }

    static List<String> split(String path) {
        var segments = new ArrayList<String>();
        for (var segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return List.copyOf(segments);
    }

    /// The parameters, by name, where the path matches.
    Optional<Map<String, String>> match(List<String> path) {
        var skipped = path.size() - segments.size();
        if (skipped < 0 || (skipped > 0 && !anyPrefix)) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (var i = 0; i < segments.size(); i++) {
            var expected = segments.get(i);
            var actual = path.get(skipped + i);
            if (expected.startsWith("{")) {
                parameters.put(expected.substring(1, expected.length() - 1), actual);
            } else if (!expected.equals(actual)) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(parameters));
    }
}
