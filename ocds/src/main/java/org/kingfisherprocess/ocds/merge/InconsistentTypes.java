package org.kingfisherprocess.ocds.merge;

import org.kingfisherprocess.ocds.json.JsonValue;

/// Carries a disagreement about types to the top, collecting its path on the way.
final class InconsistentTypes extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 200;

    private final String previous;
    private final String current;
    private final String path;

    /// A value, but not all of a long one.
    static String value(JsonValue value) {
        var text = value.toString();
        return "the value " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }

    InconsistentTypes(String previous, String current) {
        this("", previous, current);
    }

    private InconsistentTypes(String path, String previous, String current) {
        super(null, null, false, false);
        this.path = path;
        this.previous = previous;
        this.current = current;
    }

    InconsistentTypes below(String part) {
        return new InconsistentTypes("/" + part + path, previous, current);
    }

    MergeError.InconsistentType error() {
        return new MergeError.InconsistentType(path, previous, current);
    }
}
