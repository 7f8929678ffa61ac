package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Session;
import org.kingfisherprocess.service.sql.Tx;

/// The engine's own two tables, made where they are missing and brought to their newest form where
/// an older engine made them.
final class HistoryTables {
    private static final String PRESENT =
            "select to_regclass('kingfisher_migration') is not null as present";

    private static final String MIGRATIONS =
            """
            create table if not exists kingfisher_migration (
                version          integer primary key,
                name             text not null,
                checksum         text not null,
                started_at       timestamptz not null,
                finished_at      timestamptz,
                who              text not null,
                release          text not null default '',
                usable_at        timestamptz,
                old_code_ends_at timestamptz,
                adopted_from     text
            )
            """;

    private static final String STEPS =
            """
            create table if not exists kingfisher_migration_step (
                version     integer not null,
                name        text not null,
                number      integer not null,
                phase       text not null,
                checksum    text not null,
                started_at  timestamptz not null default clock_timestamp(),
                finished_at timestamptz,
                who         text not null,
                release     text not null,
                rows_done   bigint not null default 0,
                place       text not null default '',
                marks       jsonb not null default '{}',
                primary key (version, name)
            )
            """;

    private static final String OF_OLDER_ENGINE =
            """
            select not exists (select from pg_attribute where attrelid = to_regclass('kingfisher_migration')
                and attname = 'usable_at' and not attisdropped) as older
            """;

    /// What the older engine had run was run whole, and its code asked for exactly its own version.
    private static final String TO_NEW_FORM =
            """
            alter table kingfisher_migration
                alter column finished_at drop not null,
                add column release text not null default '',
                add column usable_at timestamptz,
                add column old_code_ends_at timestamptz,
                add column adopted_from text;
            update kingfisher_migration set usable_at = finished_at, old_code_ends_at = finished_at;
            """;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private HistoryTables() {}

    static boolean arePresent(Tx tx) throws SQLException {
        return tx.queryOne(PRESENT, row -> row.bool("present")).orElseThrow();
    }

    /// Gives way to others and tries again: every loader reads these tables, and would wait behind.
    static void bringUp(
            Session session,
            MigratorSettings settings,
            MigrationControl control,
            MigrationListener listener)
            throws SQLException {
        long started = System.nanoTime();
        for (var pause = FIRST_PAUSE; ; pause = StepContext.longer(pause)) {
            try {
                session.transaction(tx -> {
                    tx.execute("set local lock_timeout = " + settings.lockTimeout().toMillis());
                    bringUp(tx);
                    return Optional.empty();
                });
                return;
            } catch (SQLException e) {
                if (!Sqlstates.isInTheWay(e)
                        || StepContext.elapsed(started).compareTo(settings.giveUpAfter()) > 0) {
                    throw e;
                }
            }
            Pause.of(pause);
            control.proceed(listener);
        }
    }

    static void bringUp(Tx tx) throws SQLException {
        tx.execute(MIGRATIONS);
        if (tx.queryOne(OF_OLDER_ENGINE, row -> row.bool("older")).orElseThrow()) {
            try (var statement = tx.connection().createStatement()) {
                statement.execute(TO_NEW_FORM);
            }
        }
        tx.execute(STEPS);
    }
}
