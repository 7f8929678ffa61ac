package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;

/// Constraints, added for new rows first and proved for the old ones afterwards.
final class ConstraintRun {
    private static final String STATE =
            """
            select case when convalidated then 'valid' else 'not valid' end as line
            from pg_constraint where conrelid = to_regclass(?) and conname = ?
            """;

    private static final String NOT_NULL =
            "select attnotnull as yes from pg_attribute where attrelid = to_regclass(?) and attname = ?";

    private ConstraintRun() {}

    static void add(AddConstraint change, StepContext context) throws SQLException {
        if (state(change.table(), change.name(), context).isEmpty()) {
            context.brief(change.addition());
        }
        if (!state(change.table(), change.name(), context).equals(List.of("valid"))) {
            context.unhurried(change.validation());
        }
    }

    static void unique(UniqueConstraint change, StepContext context) throws SQLException {
        if (state(change.table(), change.name(), context).isEmpty()) {
            ConcurrentIndexRun.run(change.index(), context);
            context.brief(change.statement());
        }
    }

    static void notNull(NotNull change, StepContext context) throws SQLException {
        var proof = change.proof();
        if (!context.isTrue(NOT_NULL, change.table(), change.column())) {
            add(proof, context);
            context.brief(change.statement());
        }
        drop(proof, context);
    }

    static void undo(AddConstraint change, StepContext context) throws SQLException {
        drop(change, context);
    }

    static void undo(UniqueConstraint change, StepContext context) throws SQLException {
        if (state(change.table(), change.name(), context).isEmpty()) {
            ConcurrentIndexRun.undo(change.index(), context);
        }
    }

    static void undo(NotNull change, StepContext context) throws SQLException {
        drop(change.proof(), context);
    }

    private static void drop(AddConstraint change, StepContext context) throws SQLException {
        if (!state(change.table(), change.name(), context).isEmpty()) {
            context.brief(
                    "alter table %s drop constraint %s".formatted(change.table(), change.name()));
        }
    }

    private static List<String> state(String table, String name, StepContext context)
            throws SQLException {
        return context.texts(STATE, table, name);
    }
}
