package org.kingfisherprocess.service.upgrade;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kingfisherprocess.service.migrate.lint.LockMode;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.upgrade.RehearsedStep.Held;

/// Notes the locks of one server process. A statement that changes a table's form is gone within a
/// millisecond, so a trigger of the server notes, inside of its transaction, what it holds at its
/// end; what only changes rows, or builds an index for long, is seen from outside, by looking
/// often. Only locks of a table itself count: one that grows it (`extend`) names it too, and keeps
/// nobody from reading or writing.
final class LockNotes {
    /// What was noted since the last time.
    record Taken(List<Held> locks, Duration longest) {}

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(4);

    /// In a schema of its own, so that the tables to be changed stay as they are.
    private static final List<String> INSTALL =
            List.of(
                    "create schema kingfisher_rehearsal",
                    """
                    create table kingfisher_rehearsal.note (
                        relation text not null, mode text not null, statement text not null, millis double precision not null)
                    """,
                    """
                    create function kingfisher_rehearsal.short(query text) returns text language sql as $$
                        select left(trim(regexp_replace(regexp_replace(query, '--[^\\n]*', '', 'g'), '\\s+', ' ', 'g')), 200)
                    $$
                    """,
                    """
                    create function kingfisher_rehearsal.note() returns event_trigger language plpgsql as $$
                    begin
                        insert into kingfisher_rehearsal.note
                        select c.relname, l.mode, kingfisher_rehearsal.short(current_query()),
                            extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000
                        from pg_locks l join pg_class c on c.oid = l.relation
                        where l.pid = pg_backend_pid() and l.locktype = 'relation' and c.relkind in ('r', 'p') and l.granted
                            and c.relname not like 'kingfisher\\_migration%' and c.relnamespace not in (select oid from pg_namespace
                                where nspname in ('pg_catalog', 'information_schema', 'pg_toast', 'kingfisher_rehearsal'));
                    end $$
                    """,
                    "create event trigger kingfisher_rehearsal on ddl_command_end execute function kingfisher_rehearsal.note()",
                    "create event trigger kingfisher_rehearsal_drop on sql_drop execute function kingfisher_rehearsal.note()");

    private static final String TAKE =
            "delete from kingfisher_rehearsal.note returning relation, mode, statement, millis";

    private static final String LOOK =
            """
            select c.relname as relation, l.mode, kingfisher_rehearsal.short(a.query) as statement
            from pg_locks l join pg_class c on c.oid = l.relation join pg_stat_activity a on a.pid = l.pid
            where l.pid = ? and l.locktype = 'relation' and c.relkind in ('r', 'p') and l.granted
                and c.relname not like 'kingfisher\\_migration%' and c.relnamespace not in (
                select oid from pg_namespace
                where nspname in ('pg_catalog', 'information_schema', 'pg_toast', 'kingfisher_rehearsal'))
            """;

    private static final String FILES =
            """
            select relname, pg_relation_filenode(oid) as file from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace
            """;

    private final Database database;
    private final Map<String, Held> seen = new HashMap<>();
    private volatile int pid;

    /// How often was taken: what was looked up before the last time belongs to none after it.
    private int taken;

    LockNotes(Database database) {
        this.database = database;
    }

    void install() {
        database.run(tx -> {
            for (var statement : INSTALL) {
                tx.execute(statement);
            }
        });
    }

    /// The file of each table: another one after a rewrite.
    Map<String, Long> files() {
        var files = new HashMap<String, Long>();
        database.run(tx ->
                tx.forEach(FILES, row -> files.put(row.text("relname"), row.longValue("file"))));
        return files;
    }

    /// Whose locks are noted from now on.
    void watch(int serverProcess) {
        pid = serverProcess;
    }

    /// Looks often, until closed.
    Sampling sampling() {
        var sampling = new Sampling();
        sampling.thread.start();
        return sampling;
    }

    Taken take() {
        var locks = new ArrayList<Held>();
        double longest = 0;
        for (var note : database.transaction(tx -> tx.query(TAKE, Note::of))) {
            locks.add(note.held());
            longest = Math.max(longest, note.millis());
        }
        synchronized (seen) {
            locks.addAll(seen.values());
            seen.clear();
            taken++;
        }
        return new Taken(locks, Duration.ofNanos((long) (longest * 1e6)));
    }

    private record Note(Held held, double millis) {
        static Note of(Row row) throws SQLException {
            return new Note(LockNotes.held(row), row.resultSet().getDouble("millis"));
        }
    }

    private static Held held(Row row) throws SQLException {
        return new Held(row.text("relation"), mode(row.text("mode")), row.text("statement"));
    }

    /// `AccessExclusiveLock` of pg_locks.
    private static LockMode mode(String name) {
        var words = name.replaceFirst("Lock$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        return LockMode.valueOf(words.toUpperCase(Locale.ROOT));
    }

    final class Sampling implements AutoCloseable {
        private final Thread thread =
                Thread.ofPlatform().daemon().name("rehearsal-locks").unstarted(this::look);
        private volatile boolean closed;

        private void look() {
            while (!closed) {
                if (pid != 0) {
                    int before = taken();
                    note(database.transaction(this::read), before);
                }
                try {
                    Thread.sleep(BETWEEN_LOOKS);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }

        private List<Held> read(Tx tx) throws SQLException {
            return tx.query(LOOK, LockNotes::held, pid);
        }

        private int taken() {
            synchronized (seen) {
                return taken;
            }
        }

        private void note(List<Held> locks, int before) {
            synchronized (seen) {
                if (taken == before) {
                    locks.forEach(held -> seen.putIfAbsent(held.table() + held.mode(), held));
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
