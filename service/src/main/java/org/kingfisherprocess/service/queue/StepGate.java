package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Tx;

/// Whether workers may work now: where they are paused. Asked in each transaction, before a step is
/// claimed, so it must cost next to nothing.
@FunctionalInterface
public interface StepGate {
    StepGate OPEN = _ -> true;

    boolean isOpen(Tx tx) throws SQLException;
}
