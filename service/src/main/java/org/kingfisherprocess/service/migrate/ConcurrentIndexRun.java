package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;

/// Builds an index beside readers and writers. `if not exists` would take an invalid one for done,
/// so what is there is looked at.
final class ConcurrentIndexRun {
    private static final String STATE =
            """
            select case when i.indisvalid and i.indisready then 'valid' else 'invalid' end as line
            from pg_index i where i.indexrelid = to_regclass(?)
            """;

    private ConcurrentIndexRun() {}

    static void run(ConcurrentIndex change, StepContext context) throws SQLException {
        build(change.name(), change.statement(), context);
    }

    static void build(String name, String statement, StepContext context) throws SQLException {
        if (isThere(name, context)) {
            return;
        }
        context.unhurried(statement);
        if (!isThere(name, context)) {
            throw new MigrationException(
                    "%s: the index %s was built and is not valid; run the migration again, which builds it anew"
                            .formatted(context.address(), name));
        }
    }

    /// Whether a valid index of the name is there. One that is invalid is dropped.
    private static boolean isThere(String name, StepContext context) throws SQLException {
        var state = context.texts(STATE, name);
        if (state.equals(List.of("invalid"))) {
            context.tell(
                    new MigrationEvent.Noted(
                            context.address(),
                            "the index %s was left invalid by a build that was cut off; it is built anew"
                                    .formatted(name)));
            context.unhurried("drop index concurrently if exists " + name);
            return false;
        }
        return state.equals(List.of("valid"));
    }

    static void undo(ConcurrentIndex change, StepContext context) throws SQLException {
        context.unhurried("drop index concurrently if exists " + change.name());
    }
}
