package org.kingfisherprocess.service;

import java.time.Duration;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this release can work with the database, as far as that can be known now: older tables
/// are brought to our version, and a database that is away is waited for; but one in which a newer
/// release has ended what we need will never do.
final class SchemaFit {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaFit.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private SchemaFit() {}

    /// @throws RefusedException if it is of a newer release
    static void require(DatabasePlace place) {
        var known = place.now().get();
        if (known.isEmpty()) {
            return;
        }
        var settings = known.get().withPoolSize(1).withTimeouts(PATIENCE, PATIENCE);
        try (var database = Database.open(settings)) {
            var range = database.transaction(Schema::range);
            if (range.state().needs() > range.newest()) {
                throw new RefusedException(range.reason());
            }
        } catch (DatabaseException e) {
            LOG.info("the database is waited for: {}", e.getMessage());
        }
    }
}
