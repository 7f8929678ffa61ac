package org.kingfisherprocess.service.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a failed statement or connection means for whoever has work to do.
public enum SqlFailure {
    /// The server is not there, does not let us in, or cannot serve now (starting, stopping, out of
    /// disk, memory or connections, read-only). Nothing about the work is to blame: wait, then do
    /// the same again.
    AWAY,
    /// Another session was in the way: lock timeout, deadlock, serialization, or somebody cancelled
    /// the statement. Do the same again soon.
    LOCKED,
    /// The server refuses this data, now and always: a value, a size, a constraint.
    DATA,
    /// Anything else: a missing table or privilege, a statement of ours that is wrong.
    OTHER;

    private static final Set<String> AWAY_STATES =
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P02", "25P03", "25006", "3D000");
    private static final Set<String> LOCKED_STATES = Set.of("55P03", "55006", "57014");

    /// Classifies by SQLState: the first exception in the chain of causes that carries one decides.
    public static SqlFailure of(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return ofState(sql.getSQLState());
            }
        }
        return failure instanceof SQLTransientConnectionException ? AWAY : OTHER;
    }

    static SqlFailure ofState(@Nullable String state) {
        if (state == null || state.length() != 5) {
            return OTHER;
        }
        if (AWAY_STATES.contains(state)) {
            return AWAY;
        }
        if (LOCKED_STATES.contains(state)) {
            return LOCKED;
        }
        return switch (state.substring(0, 2)) {
            case "08", "28", "53", "58" -> AWAY;
            case "40" -> LOCKED;
            case "22", "23", "54" -> DATA;
            default -> OTHER;
        };
    }
}
