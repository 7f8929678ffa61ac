package org.kingfisherprocess.bench.proof;

/// The database cannot be asked now.
public final class StorageAwayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StorageAwayException(Exception cause) {
        super("the database cannot be asked: " + cause.getMessage(), cause);
    }
}
