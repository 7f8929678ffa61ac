package org.kingfisherprocess.service.migrate.lint;

/// PostgreSQL's table locks, weakest first.
public enum LockMode {
    NONE,
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE;

    /// As the documentation writes it: `ACCESS EXCLUSIVE`.
    public String words() {
        return name().replace('_', ' ');
    }

    /// Whether those who insert, update or delete wait while it is held.
    public boolean blocksWriters() {
        return compareTo(SHARE) >= 0;
    }

    /// Whether those who only read wait, too.
    public boolean blocksReaders() {
        return this == ACCESS_EXCLUSIVE;
    }
}
