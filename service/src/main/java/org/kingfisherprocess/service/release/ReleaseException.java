package org.kingfisherprocess.service.release;

/// A release cannot be had, read, built or put into place. The message says which, why, and what to
/// do; nothing that runs was touched.
public final class ReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReleaseException(String message) {
        super(message);
    }

    public ReleaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
