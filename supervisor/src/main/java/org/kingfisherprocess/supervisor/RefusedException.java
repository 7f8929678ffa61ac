package org.kingfisherprocess.supervisor;

/// The supervisor cannot start here, for a reason that a person can remove.
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
