package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.Set;

/// What a failed statement means for a run.
final class Sqlstates {
    /// Lock timeout, deadlock, serialization: another session was in the way.
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01", "40001");

    private static final String CANCELLED = "57014";

    private Sqlstates() {}

    /// By somebody, or because it took too long.
    static boolean isCancelled(SQLException e) {
        return CANCELLED.equals(e.getSQLState());
    }

    static boolean isInTheWay(SQLException e) {
        return e.getSQLState() != null && IN_THE_WAY.contains(e.getSQLState());
    }
}
