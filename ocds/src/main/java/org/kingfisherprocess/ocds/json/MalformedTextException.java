package org.kingfisherprocess.ocds.json;

import java.io.IOException;

/// Bytes that are no text in the encoding they were said to have.
public final class MalformedTextException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String message;

    MalformedTextException(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
