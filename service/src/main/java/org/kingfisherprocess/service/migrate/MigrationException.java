package org.kingfisherprocess.service.migrate;

import org.kingfisherprocess.service.sql.DatabaseException;

/// The database cannot be migrated as it is; nothing of the migration at fault was done. The
/// message says what to do.
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MigrationException(String message) {
        super(message);
    }

    MigrationException(String message, DatabaseException cause) {
        super(message, cause);
    }
}
