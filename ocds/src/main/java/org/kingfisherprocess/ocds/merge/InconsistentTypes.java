package org.kingfisherprocess.ocds.merge;

/// Carries a disagreement about types to the top, collecting its path on the way.
final class InconsistentTypes extends Exception {

    private static final long serialVersionUID = 1L;

    private final String previous;
    private final String current;
    private final String path;

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
