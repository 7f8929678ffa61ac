package org.kingfisherprocess.service.migrate.lint;

/// How much of a table a statement touches.
public enum Cost {
    /// Only the system catalogues: milliseconds, whatever the table's size.
    CATALOGUE,
    /// Some rows.
    ROWS,
    /// Every row is read.
    SCAN,
    /// Every row is written anew.
    REWRITE,
    UNKNOWN
}
