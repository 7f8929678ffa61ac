package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;

/// Builds an index beside readers and writers. `if not exists` would take an invalid one for done,
/// so what is there is looked at.
final class ConcurrentIndexRun {
    private static final String STATE =
            """
            select case when i.indisvalid and i.indisready then 'valid' else 'invalid' end as line
            from pg_index i where i.indexrelid = to_regclass(?)
            """;

    private static final String DEFINITION =
            """
            select case when indisunique then 'unique' else '' end
                || substring(pg_get_indexdef(indexrelid) from ' USING .*') as definition
            from pg_index where indexrelid = to_regclass(?) and indrelid = to_regclass(?)
            """;

    private ConcurrentIndexRun() {}

    static void run(ConcurrentIndex change, StepContext context) throws SQLException {
        if (isThere(change.name(), context)) {
            refuseOther(change, context);
        } else {
            build(change.name(), change.statement(), context);
        }
    }

    static void build(String name, String statement, StepContext context) throws SQLException {
        if (isThere(name, context)) {
            return;
        }
        context.unhurried(statement, () -> dropInvalid(name, context));
        if (!isThere(name, context)) {
            throw new MigrationException(
                    "%s: the index %s was built and is not valid; run the migration again, which builds it anew"
                            .formatted(context.address(), name));
        }
    }

    /// Whether a valid index of the name is there. One that is invalid is dropped.
    private static boolean isThere(String name, StepContext context) throws SQLException {
        dropInvalid(name, context);
        return context.texts(STATE, name).equals(List.of("valid"));
    }

    private static void dropInvalid(String name, StepContext context) throws SQLException {
        if (context.texts(STATE, name).equals(List.of("invalid"))) {
            context.tell(
                    new MigrationEvent.Noted(
                            context.address(),
                            "the index %s was left invalid by a build that was cut off; it is built anew"
                                    .formatted(name)));
            context.unhurried("drop index concurrently if exists " + name);
        }
    }

    /// Somebody may have given the name to another index. What ours would be is asked of the server
    /// itself, on a table without rows that is gone at once.
    private static void refuseOther(ConcurrentIndex change, StepContext context)
            throws SQLException {
        var there = context.look(tx -> definition(tx, change.name(), change.table()));
        var wanted =
                context.look(tx -> {
                    tx.execute(
                            "create temporary table kingfisher_like (like %s) on commit drop"
                                    .formatted(change.table()));
                    tx.execute(
                            "create %sindex kingfisher_like_it on kingfisher_like %s"
                                    .formatted(
                                            change.unique() ? "unique " : "", change.definition()));
                    return definition(tx, "pg_temp.kingfisher_like_it", "pg_temp.kingfisher_like");
                });
        if (!there.equals(wanted)) {
            throw new MigrationException(
                    "%s: there is another index called %s (%s), and this one is to be made: %s; rename or drop the other, then run the migration again"
                            .formatted(
                                    context.address(),
                                    change.name(),
                                    there.orElse("of another table"),
                                    change.statement()));
        }
    }

    private static Optional<String> definition(Tx tx, String index, String table)
            throws SQLException {
        return tx.queryOne(DEFINITION, row -> row.text("definition"), index, table);
    }

    static void undo(ConcurrentIndex change, StepContext context) throws SQLException {
        context.unhurried("drop index concurrently if exists " + change.name());
    }
}
