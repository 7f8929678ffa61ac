package org.kingfisherprocess.service.deploy;

import org.kingfisherprocess.service.release.Description.SchemaRange;

/// How far the tables are migrated: the newest version whose code can work with them, and the
/// oldest one that still can.
public record TablesState(int has, int needs) {

    /// Whether code that works with these versions can work with the tables as they are.
    public boolean fits(SchemaRange range) {
        return has >= range.oldest() && needs <= range.newest();
    }

    /// Whether it can once the tables have been migrated to what it needs.
    public boolean fitsAfterMigrating(SchemaRange range) {
        return needs <= range.newest();
    }
}
