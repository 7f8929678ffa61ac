package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;

/// What was run on this database, migration by migration. Reads the older engine's table, too.
final class History {
    /// A migration that was begun. `usable`: code of its version can work; `oldCodeEnded`: code of
    /// the version before no longer can.
    record Entry(
            int version,
            String name,
            String checksum,
            boolean usable,
            boolean oldCodeEnded,
            boolean finished,
            Optional<String> adoptedFrom) {}

    private static final String READ =
            """
            select version, name, checksum, finished_at is not null as finished,
                coalesce(to_jsonb(m) ->> 'usable_at', to_jsonb(m) ->> 'finished_at') is not null as usable,
                not to_jsonb(m) ?? 'usable_at' or to_jsonb(m) ->> 'old_code_ends_at' is not null as old_code_ended,
                to_jsonb(m) ->> 'adopted_from' as adopted_from
            from kingfisher_migration m order by version
            """;

    private static final String ADD =
            """
            insert into kingfisher_migration (version, name, checksum, started_at, who, release, adopted_from)
            values (?, ?, ?, clock_timestamp(), ?, ?, ?)
            on conflict (version) do update set name = excluded.name, checksum = excluded.checksum
            where kingfisher_migration.finished_at is null
            """;

    private static final String ADD_ADOPTED =
            """
            insert into kingfisher_migration (version, name, checksum, started_at, finished_at, usable_at,
                who, release, adopted_from)
            values (?, ?, ?, clock_timestamp(), clock_timestamp(), clock_timestamp(), ?, ?, ?)
            on conflict (version) do nothing
            """;

    private static final String USABLE =
            "update kingfisher_migration set usable_at = clock_timestamp() where version = ? and usable_at is null";

    private static final String OLD_CODE_ENDS =
            "update kingfisher_migration set old_code_ends_at = clock_timestamp() where version = ? and old_code_ends_at is null";

    private static final String OLD_CODE_GOES_ON =
            """
            update kingfisher_migration m set old_code_ends_at = null
            where version = ? and finished_at is null and old_code_ends_at is not null and not exists (
                select from kingfisher_migration_step s where s.version = m.version and s.phase <> 'EXPAND')
            """;

    private static final String FINISHED =
            "update kingfisher_migration set finished_at = clock_timestamp() where version = ? and finished_at is null";

    private History() {}

    static List<Entry> read(Tx tx) throws SQLException {
        return HistoryTables.arePresent(tx)
                ? tx.query(
                        READ,
                        row ->
                                new Entry(
                                        row.intValue("version"),
                                        row.text("name"),
                                        row.text("checksum"),
                                        row.bool("usable"),
                                        row.bool("old_code_ended"),
                                        row.bool("finished"),
                                        row.optionalText("adopted_from")))
                : List.of();
    }

    static SchemaState state(List<Entry> entries) {
        int has = 0;
        int needs = 0;
        boolean gap = false;
        boolean adopting = false;
        for (var entry : entries) {
            gap |= !entry.usable();
            has = gap ? has : entry.version();
            needs = entry.oldCodeEnded() ? entry.version() : needs;
            adopting |= entry.adoptedFrom().isPresent() && !entry.finished();
        }
        return new SchemaState(has, needs, adopting);
    }

    static void add(
            Tx tx, Migration migration, MigratorSettings settings, Optional<String> adoptedFrom)
            throws SQLException {
        tx.execute(
                ADD,
                migration.version(),
                migration.name(),
                migration.checksum(),
                settings.who(),
                settings.release(),
                adoptedFrom);
    }

    /// A migration that another program's tables make needless.
    static void addAdopted(
            Tx tx, Migration migration, MigratorSettings settings, String adoptedFrom)
            throws SQLException {
        tx.execute(
                ADD_ADOPTED,
                migration.version(),
                migration.name(),
                migration.checksum(),
                settings.who(),
                settings.release(),
                adoptedFrom);
    }

    static void markUsable(Tx tx, int version) throws SQLException {
        tx.execute(USABLE, version);
    }

    static void markOldCodeEnds(Tx tx, int version) throws SQLException {
        tx.execute(OLD_CODE_ENDS, version);
    }

    /// Unless a step was begun that old code stumbles over.
    static void letOldCodeGoOn(Tx tx, int version) throws SQLException {
        tx.execute(OLD_CODE_GOES_ON, version);
    }

    static void markFinished(Tx tx, int version) throws SQLException {
        tx.execute(FINISHED, version);
    }
}
