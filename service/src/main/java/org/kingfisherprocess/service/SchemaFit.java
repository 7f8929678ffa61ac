package org.kingfisherprocess.service;

import java.time.Duration;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this release can work with the database, as far as that can be known now: older tables
/// are brought to our version, and a database that is away is waited for; but one that a newer
/// release has migrated will never do.
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
            int needs = database.transaction(Migrator::state).needs();
            if (needs > Schema.version()) {
                throw new RefusedException(
                        "the database needs code for version %d or newer, this release knows versions up to %d; use the newer release that migrated it"
                                .formatted(needs, Schema.version()));
            }
        } catch (DatabaseException e) {
            LOG.info("the database is waited for: {}", e.getMessage());
        }
    }
}
