package org.kingfisherprocess.service.cli;

/// A command cannot be done, for a reason that its user can mend; the message says how.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }
}
