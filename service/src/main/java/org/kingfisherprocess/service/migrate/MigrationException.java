package org.kingfisherprocess.service.migrate;

/// The database cannot be migrated as it is; nothing of the transaction at fault was done. The
/// message says what to do.
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MigrationException(String message) {
        super(message);
    }

    MigrationException(String message, Exception cause) {
        super(message, cause);
    }
}
