package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.kingfisherprocess.service.sql.Tx;

/// The table of what was run on this database.
final class History {
    /// One migration that was run.
    record Entry(int version, String name, String checksum) {}

    private static final String EXISTS =
            "select to_regclass('kingfisher_migration') is not null as present";

    private static final String CREATE =
            """
            create table if not exists kingfisher_migration (
                version     integer primary key,
                name        text not null,
                checksum    text not null,
                started_at  timestamptz not null,
                finished_at timestamptz not null,
                who         text not null
            )
            """;

    private static final String READ =
            "select version, name, checksum from kingfisher_migration order by version";

    private static final String ADD =
            """
            insert into kingfisher_migration (version, name, checksum, started_at, finished_at, who)
            values (?, ?, ?, ?, clock_timestamp(), ?)
            """;

    private History() {}

    static List<Entry> read(Tx tx) throws SQLException {
        var present = tx.queryOne(EXISTS, row -> row.bool("present")).orElseThrow();
        return present
                ? tx.query(
                        READ,
                        row ->
                                new Entry(
                                        row.intValue("version"),
                                        row.text("name"),
                                        row.text("checksum")))
                : List.of();
    }

    static void create(Tx tx) throws SQLException {
        tx.execute(CREATE);
    }

    static void add(Tx tx, Migration migration, Instant started, String who) throws SQLException {
        tx.execute(ADD, migration.version(), migration.name(), migration.checksum(), started, who);
    }

    /// What is still to run, or a refusal if this database was run by another list than ours.
    static List<Migration> pending(List<Entry> done, List<Migration> ours) {
        for (var entry : done) {
            var same =
                    ours.stream()
                            .filter(migration -> migration.version() == entry.version())
                            .findFirst()
                            .orElseThrow(() ->
                                    new MigrationException(
                                            ("the database is at version %d (%s), this release knows versions up to %d; use the newer"
                                                            + " release that migrated it")
                                                    .formatted(
                                                            entry.version(),
                                                            entry.name(),
                                                            ours.getLast().version())));
            if (!same.checksum().equals(entry.checksum())) {
                throw new MigrationException(
                        ("migration %d (%s) was changed after it was run on this database: checksum %s then, %s now;"
                                        + " restore the migration and put the change into a new one")
                                .formatted(
                                        entry.version(),
                                        entry.name(),
                                        entry.checksum(),
                                        same.checksum()));
            }
        }
        var last = done.isEmpty() ? 0 : done.getLast().version();
        return ours.stream().filter(migration -> migration.version() > last).toList();
    }
}
