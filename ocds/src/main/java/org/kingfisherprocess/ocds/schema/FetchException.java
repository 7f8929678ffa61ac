package org.kingfisherprocess.ocds.schema;

/// Why a file could not be had. Never leaves this room: it becomes the reason of an unavailable
/// extension.
final class FetchException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean missing;

    FetchException(String reason) {
        this(reason, false);
    }

    FetchException(String reason, boolean missing) {
        super(reason);
        this.reason = reason;
        this.missing = missing;
    }

    String reason() {
        return reason;
    }

    /// Whether the server answered that there is no such file.
    boolean isMissing() {
        return missing;
    }
}
