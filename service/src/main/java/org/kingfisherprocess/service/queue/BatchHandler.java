package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Tx;

/// Does steps of one name, small ones many at a time: what a transaction and a statement cost is
/// shared. Where they fail together they are done by halves, and the guilty one at last alone; one
/// that has failed is done alone from then on.
public interface BatchHandler extends StepHandler {
    @Override
    default StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
        return runTogether(tx, List.of(step)).outcome();
    }

    /// How many steps as large as this one make a transaction of seconds; one where it is large.
    int fitting(Tx tx, QueuedStep step) throws SQLException;

    /// Does steps of one collection within the transaction that claimed them, in their order: all
    /// of them or, if they turn out to be larger than the first, as many as fit.
    Batch runTogether(Tx tx, List<QueuedStep> steps) throws SQLException;
}
