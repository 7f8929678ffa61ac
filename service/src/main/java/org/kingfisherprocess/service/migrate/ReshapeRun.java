package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Does a [Reshape], stage by stage over all of its tables. What a stage has done is seen in the
/// catalogues, how far a table is filled and whether it is swapped in the step's marks, so the next
/// run does only what is left.
final class ReshapeRun {
    private static final String MOVING = "moving";

    private final List<ReshapedTable> tables;
    private final StepContext context;

    ReshapeRun(Reshape change, StepContext context) {
        this.context = context;
        this.tables =
                change.tables().stream().map(table -> new ReshapedTable(table, context)).toList();
    }

    void run() throws SQLException {
        var left = left();
        if (context.mark(MOVING).isEmpty()) {
            build(left);
        }
        for (var table : left) {
            HangingConstraints.move(table, context);
        }
        for (var table : left) {
            new Swap(table, context).run();
        }
    }

    private void build(List<ReshapedTable> left) throws SQLException {
        for (var table : left) {
            Dependents.refuse(table, context);
        }
        for (var table : unmarked(left, "prepared ")) {
            table.prepare();
        }
        for (var table : unmarked(left, "built ")) {
            table.fill();
            table.prove();
            HangingIndexes.build(table, context);
            table.analyze();
            mark("built " + table.name());
        }
        var replacements = ReshapedTable.replacements(tables);
        for (var table : left) {
            HangingConstraints.build(table, replacements, context);
        }
        mark(MOVING);
    }

    private void mark(String mark) throws SQLException {
        context.session()
                .transaction(tx -> {
                    StepRecords.progress(tx, context.address(), 0, mark, mark, "true");
                    return Optional.empty();
                });
    }

    void undo() throws SQLException {
        if (context.mark(MOVING).isPresent()) {
            throw new MigrationException(
                    "%s has begun to put the new columns in the place of the old, which takes seconds and cannot be taken back; run the migration to its end"
                            .formatted(context.address()));
        }
        for (var table : tables) {
            HangingConstraints.undo(table, context);
        }
        for (var table : tables) {
            HangingIndexes.undo(table, context);
            table.undo();
        }
    }

    private List<ReshapedTable> left() throws SQLException {
        return unmarked(tables, "swapped ");
    }

    private List<ReshapedTable> unmarked(List<ReshapedTable> all, String mark) throws SQLException {
        var left = new ArrayList<ReshapedTable>();
        for (var table : all) {
            if (context.mark(mark + table.name()).isEmpty()) {
                left.add(table);
            }
        }
        return left;
    }
}
