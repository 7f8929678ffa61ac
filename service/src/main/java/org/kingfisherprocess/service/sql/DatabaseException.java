package org.kingfisherprocess.service.sql;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A database could not be reached or refused a statement. Keeps the SQLState and what kind of
/// failure it is.
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SqlFailure failure;
    private final @Nullable String sqlState;
    private final boolean commitUncertain;

    DatabaseException(String place, SQLException cause, boolean commitUncertain) {
        super(message(place, cause, commitUncertain), cause);
        this.failure = SqlFailure.of(cause);
        this.sqlState = cause.getSQLState();
        this.commitUncertain = commitUncertain;
    }

    public SqlFailure failure() {
        return failure;
    }

    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }

    /// Whether the connection was lost during COMMIT, so that the transaction may or may not have
    /// happened: whoever tries again needs a key (such as a receipt) that makes the second time
    /// harmless.
    public boolean commitUncertain() {
        return commitUncertain;
    }

    private static String message(String place, SQLException cause, boolean commitUncertain) {
        var state = cause.getSQLState() == null ? "" : " (SQLState " + cause.getSQLState() + ")";
        var reason =
                cause.getCause() instanceof SQLException inner ? ": " + inner.getMessage() : "";
        return "%s: %s%s%s%s"
                .formatted(
                        place,
                        cause.getMessage(),
                        reason,
                        state,
                        commitUncertain
                                ? "; the connection was lost during commit, the transaction may or may not be stored"
                                : "");
    }
}
