package org.kingfisherprocess.service.migrate;

/// The run ended because it was told to, between two transactions. Nothing is wrong: the next run
/// goes on from there.
public final class MigrationStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationStoppedException(String message, Exception cause) {
        this(message);
        initCause(cause);
    }

    MigrationStoppedException(String message) {
        super(message + "; what was committed stays, and the next run goes on from there");
    }
}
