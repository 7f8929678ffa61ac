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
        if (context.mark(MOVING).isEmpty()) {
            fill();
        }
        for (var left = left(); !left.isEmpty(); left = left()) {
            build(left);
            mark(MOVING);
            for (var table : left) {
                HangingConstraints.move(table, context);
            }
            swap(left);
        }
    }

    private void fill() throws SQLException {
        for (var table : tables) {
            Dependents.refuse(table, context);
        }
        for (var table : unmarked(tables, "prepared ")) {
            table.prepare();
        }
        for (var table : unmarked(tables, "built ")) {
            table.fill();
            table.prove();
            HangingIndexes.build(table, context);
            table.analyze();
            mark("built " + table.name());
        }
    }

    /// The doubles of what hangs on the columns, and of what somebody has made while the tables
    /// were filled, which takes hours.
    private void build(List<ReshapedTable> left) throws SQLException {
        for (var table : left) {
            HangingIndexes.build(table, context);
        }
        var replacements = ReshapedTable.replacements(left);
        for (var table : left) {
            HangingConstraints.build(table, replacements, context);
        }
    }

    /// One table after another, until one is met for which something is still to be built.
    private void swap(List<ReshapedTable> left) throws SQLException {
        for (var table : left) {
            if (!new Swap(table, context).run()) {
                return;
            }
        }
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
