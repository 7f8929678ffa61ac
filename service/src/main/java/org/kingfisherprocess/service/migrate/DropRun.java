package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;

/// Takes away what no code uses any more.
final class DropRun {
    private DropRun() {}

    static void column(DropColumn change, StepContext context) throws SQLException {
        drop(change.table(), change.statement(), context);
    }

    static void table(DropTable change, StepContext context) throws SQLException {
        drop(change.table(), change.statement(), context);
    }

    private static void drop(String table, String statement, StepContext context)
            throws SQLException {
        context.atOnce(statement, List.of(table), tx -> tx.execute(statement));
    }
}
