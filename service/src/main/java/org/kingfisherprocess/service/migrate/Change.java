package org.kingfisherprocess.service.migrate;

import java.util.List;
import org.kingfisherprocess.service.migrate.lint.Finding;

/// A kind of change to a database that is in use, as data. Each knows how to be done so that nobody
/// notices; a `…Run` class beside it does it.
public sealed interface Change
        permits Statement,
                ConcurrentIndex,
                UniqueConstraint,
                AddConstraint,
                NotNull,
                Backfill,
                Reshape,
                DropColumn,
                DropTable {
    /// Its name for people: "concurrent index".
    String kind();

    /// All that decides what is done, in a form that stays the same from release to release: the
    /// checksum is made of it.
    String text();

    /// The tables whose rows it reads or writes, for the plan's count of rows; none where it only
    /// touches catalogues.
    List<String> tablesWithWork();

    /// Whether it is one short transaction: done whole or not at all, and over in a moment.
    default boolean isAtOnce() {
        return false;
    }

    /// What it locks, and whether it would hurt.
    List<Finding> findings();
}
