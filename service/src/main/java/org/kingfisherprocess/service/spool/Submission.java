package org.kingfisherprocess.service.spool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was submitted, without its body.
///
/// @param group what belongs together, a collection: the scope of a closing submission
/// @param label for people, as "file a.json"
/// @param closing handed to the loader only after everything acknowledged before it for its group
/// @param fields kept in their order
public record Submission(String group, String label, boolean closing, Map<String, String> fields) {
    public Submission {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
