package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Tx;

/// Does the steps of one name. Thread-safe.
public interface StepHandler {
    /// The name of the steps that it does.
    String name();

    /// Does one, within the transaction that claimed it. Has no effect outside: the transaction may
    /// be rolled back and the step be done again, by anybody. It must be short: seconds, not
    /// minutes.
    StepOutcome run(Tx tx, QueuedStep step) throws SQLException;

    /// Smaller steps that are together the same work as one that failed, so that what is wrong with
    /// one part does not hold up the others. Empty where it cannot be split.
    default List<NewStep> split(Tx tx, QueuedStep step) throws SQLException {
        return List.of();
    }

    /// A step is done and committed. May be left out when the process is killed: nothing may depend
    /// on it but speed.
    default void committed(QueuedStep step) {}
}
