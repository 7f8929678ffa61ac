package org.kingfisherprocess.service.sql;

import java.time.Duration;

/// How to reach a database, and how many connections to keep to it.
///
/// `connectTimeout` bounds one attempt to connect; `acquireTimeout` bounds the wait for a free
/// connection of the pool, attempts included, so it is also how long a transaction waits before it
/// says that PostgreSQL is away.
public record DatabaseSettings(
        String url,
        String user,
        String password,
        int poolSize,
        String applicationName,
        Duration connectTimeout,
        Duration acquireTimeout) {

    /// Enough for a loader on each core of a small machine, the steps and the pages together.
    public static final int DEFAULT_POOL_SIZE = 10;

    /// A server in the same building answers in milliseconds; more than this is an outage, not
    /// slowness.
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// Long enough for a short queue at the pool, short enough for a page to say "PostgreSQL is
    /// away".
    public static final Duration DEFAULT_ACQUIRE_TIMEOUT = Duration.ofSeconds(10);

    public DatabaseSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "a database URL must start with jdbc:postgresql:, was "
                            + url.replaceAll("//[^/]*@", "//"));
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("the pool size must be 1 or more, was " + poolSize);
        }
    }

    public static DatabaseSettings of(String url, String user, String password) {
        return new DatabaseSettings(
                url,
                user,
                password,
                DEFAULT_POOL_SIZE,
                "kingfisher-process",
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_ACQUIRE_TIMEOUT);
    }

    public DatabaseSettings withPoolSize(int size) {
        return new DatabaseSettings(
                url, user, password, size, applicationName, connectTimeout, acquireTimeout);
    }

    public DatabaseSettings withApplicationName(String name) {
        return new DatabaseSettings(
                url, user, password, poolSize, name, connectTimeout, acquireTimeout);
    }

    public DatabaseSettings withTimeouts(Duration connect, Duration acquire) {
        return new DatabaseSettings(
                url, user, password, poolSize, applicationName, connect, acquire);
    }

    /// The same server and login, another database.
    public DatabaseSettings withUrl(String other) {
        return new DatabaseSettings(
                other, user, password, poolSize, applicationName, connectTimeout, acquireTimeout);
    }

    /// The URL without its parameters, which may hold secrets: for messages.
    public String place() {
        var question = url.indexOf('?');
        return (question < 0 ? url : url.substring(0, question)).substring("jdbc:".length());
    }

    @Override
    public String toString() {
        return "DatabaseSettings[%s as %s, %d connections]".formatted(place(), user, poolSize);
    }
}
