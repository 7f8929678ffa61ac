package org.kingfisherprocess.service.schema;

import java.util.Optional;
import org.kingfisherprocess.service.migrate.Adoption;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;

/// Whose tables a database holds.
sealed interface Origin {
    /// Ours, or nobody's yet.
    record Ours() implements Origin {}

    /// Kingfisher Process v1's, as its last migration leaves them.
    record V1(String database) implements Origin {}

    /// Version 1's, before its last migration.
    record OlderV1(String database, String head) implements Origin {}

    record V2(String database) implements Origin {}

    /// Version 2's, before its last migration.
    record OlderV2(String database) implements Origin {}

    record Unknown(String database) implements Origin {}

    /// The last migration of version 1.
    String V1_HEAD = "f8593a57e002";

    String LOOK =
            """
            select to_regclass('kingfisher_migration') is not null as ours,
                to_regclass('alembic_version') is not null as first_generation,
                to_regclass('django_migrations') is not null as second_generation,
                to_regclass('collection') is not null as some_collection,
                (select count(*) = 3 from pg_attribute where not attisdropped and (attrelid, attname) in (
                    (to_regclass('collection'), 'scrapyd_job'), (to_regclass('collection'), 'compilation_enqueued'),
                    (to_regclass('compiled_release'), 'release_date'))) as newest_second_generation,
                current_database() as name
            """;

    static Origin of(Database database) {
        return database.transaction(tx -> {
            var found = tx.queryOne(LOOK, Origin::read).orElseThrow();
            if (!(found instanceof OlderV1(var name, var _))) {
                return found;
            }
            var heads =
                    tx.query("select * from alembic_version", row -> row.resultSet().getString(1));
            var head = heads.isEmpty() ? "none" : String.valueOf(heads.getFirst());
            return head.equals(V1_HEAD) ? new V1(name) : new OlderV1(name, head);
        });
    }

    private static Origin read(Row row) throws java.sql.SQLException {
        var name = row.text("name");
        if (row.bool("ours")) {
            return new Ours();
        }
        if (row.bool("first_generation")) {
            return new OlderV1(name, "");
        }
        if (row.bool("second_generation")) {
            return row.bool("newest_second_generation") ? new V2(name) : new OlderV2(name);
        }
        return row.bool("some_collection") ? new Unknown(name) : new Ours();
    }

    /// How its tables become ours, if they can.
    default Optional<Adoption> adoption() {
        return switch (this) {
            case V1 _ -> Optional.of(AdoptV1.adoption());
            case V2 _ -> Optional.of(AdoptV2.adoption());
            case Ours _, OlderV1 _, OlderV2 _, Unknown _ -> Optional.empty();
        };
    }

    /// Lets nobody work on tables that are not ours.
    ///
    /// @throws MigrationException unless they are ours
    default void refuse() {
        switch (this) {
            case Ours _ -> {}
            case V1(var name) -> throw adoptable(name, "v1", "alembic_version");
            case V2(var name) -> throw adoptable(name, "v2", "django_migrations");
            case OlderV1(var name, var head) ->
                    throw new MigrationException(
                            ("the database %s belongs to Kingfisher Process v1, at its migration %s (table alembic_version). Bring it to"
                                            + " v1's last migration, %s, first: with the newest release of v1, run `python"
                                            + " ocdskingfisher-process-cli upgrade-database`. Nothing was changed")
                                    .formatted(name, head, V1_HEAD));
            case OlderV2(var name) ->
                    throw new MigrationException(
                            ("the database %s belongs to Kingfisher Process v2 (it has the table django_migrations), before its last"
                                            + " migration: columns are missing. Run `python manage.py migrate` with the newest"
                                            + " release of v2 first. Nothing was changed")
                                    .formatted(name));
            case Unknown(var name) ->
                    throw new MigrationException(
                            ("the database %s has a table collection but no history of ours (kingfisher_migration); give"
                                            + " Kingfisher Process a database of its own. Nothing was changed")
                                    .formatted(name));
        }
    }

    private static MigrationException adoptable(String name, String program, String table) {
        return new MigrationException(
                ("the database %1$s belongs to Kingfisher Process %2$s (it has the table %3$s). Stop %2$s, make a backup, look at the"
                                + " plan with `upgrade-database --plan`, and make the tables ours while they are in use with"
                                + " `upgrade-database`. Nothing was changed")
                        .formatted(name, program, table));
    }
}
