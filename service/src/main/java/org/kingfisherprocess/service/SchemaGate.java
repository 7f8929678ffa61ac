package org.kingfisherprocess.service;

import java.sql.SQLException;
import java.util.Optional;
import org.kingfisherprocess.service.queue.StepGate;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Tx;

/// Lets loading and steps in only while the tables are of a version that this release works with.
/// What comes at another time waits, and says so.
final class SchemaGate {
    private SchemaGate() {}

    static Optional<String> loading(Tx tx) throws SQLException {
        var range = Schema.range(tx);
        return range.ready() ? Optional.empty() : Optional.of(range.reason());
    }

    /// Asks the tables first: what `next` asks may not be there yet.
    static StepGate before(StepGate next) {
        return tx -> Schema.range(tx).readyForSteps() && next.isOpen(tx);
    }
}
