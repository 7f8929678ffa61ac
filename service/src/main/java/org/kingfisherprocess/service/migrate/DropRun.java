package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;

/// Takes away what no code uses any more.
final class DropRun {
    private DropRun() {}

    static void column(DropColumn change, StepContext context) throws SQLException {
        context.brief(change.statement());
    }

    static void table(DropTable change, StepContext context) throws SQLException {
        context.brief(change.statement());
    }
}
