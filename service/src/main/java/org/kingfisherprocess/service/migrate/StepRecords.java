package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;

/// The lines of `kingfisher_migration_step`: which step was begun, how far it came, whether it is
/// done. Written in the transactions that do the work, so that what they say is what is there.
final class StepRecords {
    /// A step that was begun.
    record Entry(String checksum, boolean finished, StepProgress progress) {}

    /// A step of a version, by its name.
    record Key(int version, String name) {}

    private static final String PRESENT =
            "select to_regclass('kingfisher_migration_step') is not null as present";

    private static final String READ =
            """
            select version, name, checksum, finished_at is not null as finished, started_at, who, rows_done, place
            from kingfisher_migration_step
            """;

    private static final String BEGIN =
            """
            insert into kingfisher_migration_step (version, name, number, phase, checksum, who, release)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (version, name) do nothing
            """;

    private static final String FINISH =
            """
            update kingfisher_migration_step set finished_at = clock_timestamp(), place = '', who = ?, release = ?
            where version = ? and name = ?
            """;

    private static final String PROGRESS =
            """
            update kingfisher_migration_step
            set rows_done = rows_done + ?, place = ?, marks = marks || jsonb_build_object(?::text, ?::text)
            where version = ? and name = ?
            """;

    private static final String MARK =
            "select marks ->> ? as mark from kingfisher_migration_step where version = ? and name = ?";

    private static final String FORGET =
            "delete from kingfisher_migration_step where version = ? and name = ? and finished_at is null";

    private StepRecords() {}

    static Map<Key, Entry> read(Tx tx) throws SQLException {
        var entries = new HashMap<Key, Entry>();
        if (tx.queryOne(PRESENT, row -> row.bool("present")).orElseThrow()) {
            tx.forEach(
                    READ,
                    row ->
                            entries.put(
                                    new Key(row.intValue("version"), row.text("name")),
                                    new Entry(
                                            row.text("checksum"),
                                            row.bool("finished"),
                                            new StepProgress(
                                                    row.instant("started_at"),
                                                    row.text("who"),
                                                    row.longValue("rows_done"),
                                                    row.text("place")))));
        }
        return entries;
    }

    static void begin(Tx tx, StepAddress address, MigrationStep step, MigratorSettings settings)
            throws SQLException {
        tx.execute(
                BEGIN,
                address.version(),
                step.name(),
                address.number(),
                step.phase().name(),
                Checksum.of(step.text()),
                settings.who(),
                settings.release());
    }

    static void finish(Tx tx, StepAddress address, MigratorSettings settings) throws SQLException {
        tx.execute(FINISH, settings.who(), settings.release(), address.version(), address.step());
    }

    /// Adds rows, says where it is in words, and notes a value under a name of the step's own.
    static void progress(
            Tx tx, StepAddress address, long rows, String place, String mark, String value)
            throws SQLException {
        tx.execute(PROGRESS, rows, place, mark, value, address.version(), address.step());
    }

    static Optional<String> mark(Tx tx, StepAddress address, String mark) throws SQLException {
        return tx.queryOne(
                        MARK,
                        row -> row.optionalText("mark"),
                        mark,
                        address.version(),
                        address.step())
                .flatMap(value -> value);
    }

    static void forget(Tx tx, StepAddress address) throws SQLException {
        tx.execute(FORGET, address.version(), address.step());
    }
}
