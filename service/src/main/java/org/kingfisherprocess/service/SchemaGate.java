package org.kingfisherprocess.service;

import java.sql.SQLException;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.queue.StepGate;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Tx;

/// Lets loading and steps in only while the tables are of a version that this release works with.
/// What comes at another time waits, and says so.
final class SchemaGate {
    private static final String STAND_STILL = "select pg_advisory_xact_lock_shared(?)";

    private SchemaGate() {}

    static Optional<String> loading(Tx tx) throws SQLException {
        var range = Schema.range(tx);
        return range.ready() ? Optional.empty() : Optional.of(range.reason());
    }

    /// Jobs wait for a migration that needs quiet, and do not begin on tables that are not ready
    /// for them: they run again.
    static void jobs(Tx tx) throws SQLException {
        tx.query(STAND_STILL, row -> true, AdvisoryLocks.WORK);
        var range = Schema.range(tx);
        if (!range.readyForSteps()) {
            throw new MigrationException("it waits: " + range.reason());
        }
    }

    /// Asks the tables first: what `next` asks may not be there yet.
    static StepGate before(StepGate next) {
        return tx -> Schema.range(tx).readyForSteps() && next.isOpen(tx);
    }
}
