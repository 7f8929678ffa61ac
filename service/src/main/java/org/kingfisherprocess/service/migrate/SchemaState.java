package org.kingfisherprocess.service.migrate;

/// What the history says to code that wants to use the tables.
///
/// `has` is the newest version whose tables are ready for its code; `needs` the version below which
/// code no longer works with them; `adopting` whether another program's tables are still being made
/// ours.
public record SchemaState(int has, int needs, boolean adopting) {
    /// Whether code that works with the versions from `min` to `max` can use the tables.
    public boolean fits(int min, int max) {
        return has >= min && needs <= max;
    }
}
