package org.kingfisherprocess.service.spool;

/// The spool could not do what it was asked, for the reason in the message. What was to be appended
/// was not acknowledged.
public sealed class SpoolException extends RuntimeException
        permits SpoolFullException, SpoolLockedException {
    private static final long serialVersionUID = 1L;

    SpoolException(String message) {
        super(message);
    }

    SpoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
