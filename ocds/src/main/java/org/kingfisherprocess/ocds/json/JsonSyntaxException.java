package org.kingfisherprocess.ocds.json;

/// The text is not JSON, so nothing after [#position] can be trusted. The message names the place.
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonPosition position;
    private final String message;

    JsonSyntaxException(JsonPosition position, String problem) {
        this.position = position;
        this.message = position + ": " + problem;
    }

    public JsonPosition position() {
        return position;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
