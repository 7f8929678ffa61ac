package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Tx;

/// A script in one transaction, together with the note that it is done.
final class StatementRun {
    private static final String TABLES =
            """
            select format('%I', relname) as line from pg_class
            where relkind = 'r' and relnamespace = current_schema()::regnamespace
                and relname not like 'kingfisher\\_migration%'
            """;

    private StatementRun() {}

    static void run(Statement change, StepContext context) throws SQLException {
        context.atOnce(
                context.step().name(),
                change.tables(),
                tx -> {
                    if (change.onEmptyTables()) {
                        requireEmpty(tx, context);
                    }
                    execute(tx, change.sql(), context);
                });
    }

    private static void execute(Tx tx, String sql, StepContext context) throws SQLException {
        try (var statement = tx.connection().createStatement()) {
            statement.execute(sql);
            for (var warning = statement.getWarnings();
                    warning != null;
                    warning = warning.getNextWarning()) {
                context.tell(
                        new MigrationEvent.Noted(
                                context.address(), String.valueOf(warning.getMessage())));
            }
        }
    }

    private static void requireEmpty(Tx tx, StepContext context) throws SQLException {
        for (var table : tx.query(TABLES, row -> row.text("line"))) {
            if (tx.queryOne(
                            "select exists (select from %s) as yes".formatted(table),
                            row -> row.bool("yes"))
                    .orElseThrow()) {
                throw new MigrationException(
                        "%s is made for new databases, and the table %s has rows. A database of version 1 or 2 is adopted instead: see docs/migrations.md. Nothing was changed"
                                .formatted(context.address(), table));
            }
        }
    }
}
