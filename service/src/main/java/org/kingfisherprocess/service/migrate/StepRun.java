package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;

/// Runs the change of a step, or takes back what an unfinished one has left.
final class StepRun {
    private StepRun() {}

    static void run(StepContext context) throws SQLException {
        switch (context.step().change()) {
            case Statement statement -> StatementRun.run(statement, context);
            case ConcurrentIndex index -> ConcurrentIndexRun.run(index, context);
            case UniqueConstraint unique -> ConstraintRun.unique(unique, context);
            case AddConstraint constraint -> ConstraintRun.add(constraint, context);
            case NotNull notNull -> ConstraintRun.notNull(notNull, context);
            case Backfill backfill -> BackfillRun.run(backfill, context);
            case Reshape reshape -> new ReshapeRun(reshape, context).run();
            case DropColumn column -> DropRun.column(column, context);
            case DropTable table -> DropRun.table(table, context);
        }
    }

    /// What is rolled back by itself, or is right as it is, needs nothing.
    static void undo(StepContext context) throws SQLException {
        switch (context.step().change()) {
            case ConcurrentIndex index -> ConcurrentIndexRun.undo(index, context);
            case UniqueConstraint unique -> ConstraintRun.undo(unique, context);
            case AddConstraint constraint -> ConstraintRun.undo(constraint, context);
            case NotNull notNull -> ConstraintRun.undo(notNull, context);
            case Reshape reshape -> new ReshapeRun(reshape, context).undo();
            case Statement _, Backfill _, DropColumn _, DropTable _ -> {}
        }
    }
}
