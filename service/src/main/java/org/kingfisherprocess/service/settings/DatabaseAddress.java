package org.kingfisherprocess.service.settings;

/// Where the configured PostgreSQL is.
public record DatabaseAddress(
        String host, int port, String database, String user, String password) {
    @Override
    public String toString() {
        return "postgresql://%s@%s:%d/%s".formatted(user, host, port, database);
    }
}
