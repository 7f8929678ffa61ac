package org.kingfisherprocess.service.embedded;

/// The embedded PostgreSQL could not be unpacked, initialised, started or stopped. The message says
/// what to do.
public final class EmbeddedPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
