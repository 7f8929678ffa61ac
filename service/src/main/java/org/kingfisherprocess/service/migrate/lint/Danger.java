package org.kingfisherprocess.service.migrate.lint;

/// What makes a statement hurt a system that runs. Each fails the build unless the migration
/// declares it, with a reason.
public enum Danger {
    /// Reads a whole table under a lock that others wait for.
    SCAN,
    /// Writes a whole table anew under a lock that others wait for.
    REWRITE,
    /// Changes many rows in one transaction.
    MANY_ROWS,
    /// Takes away or renames what running code still uses.
    BREAKS_OLD_CODE,
    /// Fails on tables that have rows.
    NEEDS_EMPTY_TABLE,
    /// Holds a strong lock for longer than its own work takes.
    LONG_LOCK,
    /// Nobody can tell from the text what it locks.
    OPAQUE
}
