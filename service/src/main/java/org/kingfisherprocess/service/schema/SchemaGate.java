package org.kingfisherprocess.service.schema;

import java.sql.SQLException;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Tx;

/// Lets loading, steps and jobs in only while the tables are of a version that this release works
/// with. What comes at another time waits, and says so.
public final class SchemaGate {
    private static final String STAND_STILL = "select pg_advisory_xact_lock_shared(?)";

    private SchemaGate() {}

    /// Why loading waits; empty where it does not.
    public static Optional<String> loading(Tx tx) throws SQLException {
        var range = Schema.range(tx);
        return range.ready() ? Optional.empty() : Optional.of(range.reason());
    }

    /// Whether steps may be done.
    public static boolean steps(Tx tx) throws SQLException {
        return Schema.range(tx).readyForSteps();
    }

    /// Jobs wait for a migration that needs quiet, and do not begin on tables that are not ready
    /// for them: they run again.
    ///
    /// @throws MigrationException if the tables are not ready
    public static void jobs(Tx tx) throws SQLException {
        tx.query(STAND_STILL, row -> true, AdvisoryLocks.WORK);
        var range = Schema.range(tx);
        if (!range.readyForSteps()) {
            throw new MigrationException("it waits: " + range.reason());
        }
    }
}
