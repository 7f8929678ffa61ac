package org.kingfisherprocess.service.steps;

import java.sql.SQLException;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;

/// Whether the tables are such that this release can load into them. Asked at the beginning of each
/// transaction, so it must cost next to nothing.
@FunctionalInterface
public interface LoadGate {
    LoadGate OPEN = _ -> Optional.empty();

    /// Why nothing can be loaded now, in words for people; empty where it can.
    Optional<String> closed(Tx tx) throws SQLException;
}
