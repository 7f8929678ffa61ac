package org.kingfisherprocess.service.upgrade;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// The runs of a database, as its tables tell: what they say, what they do now, and what they are
/// wanted to do.
public final class RunRecords {
    /// What a run said.
    public record Line(int number, Instant at, String text) {}

    private static final int RUNS_KEPT = 20;

    private static final String PRESENT =
            "select to_regclass('kingfisher_migration_run') is not null as present";

    private static final String CREATE_RUNS =
            """
            create table if not exists kingfisher_migration_run (
                id         bigint generated always as identity primary key,
                started_at timestamptz not null default clock_timestamp(),
                who        text not null,
                process    text not null,
                wish       text not null default 'go on',
                seen_at    timestamptz not null default clock_timestamp(),
                picture    text[] not null default '{}',
                in_the_way bigint[] not null default '{}',
                ended_at   timestamptz,
                done       boolean not null default false,
                outcome    text
            )
            """;

    private static final String CREATE_LINES =
            """
            create table if not exists kingfisher_migration_line (
                run    bigint not null references kingfisher_migration_run (id) on delete cascade,
                number integer not null,
                at     timestamptz not null default clock_timestamp(),
                text   text not null,
                primary key (run, number)
            )
            """;

    private static final String BEGIN =
            "insert into kingfisher_migration_run (who, process) values (?, ?) returning id";

    private static final String FORGET =
            "delete from kingfisher_migration_run where id <= ? - %d".formatted(RUNS_KEPT);

    private static final String HEARD =
            """
            update kingfisher_migration_run set seen_at = clock_timestamp(), picture = ?, in_the_way = ?
            where id = ? returning wish
            """;

    private static final String SAY =
            """
            insert into kingfisher_migration_line (run, number, text)
            select ?, coalesce((select max(number) from kingfisher_migration_line where run = ?), 0) + number, text
            from unnest(?::text[]) with ordinality as said (text, number)
            """;

    private static final String END =
            """
            update kingfisher_migration_run
            set ended_at = clock_timestamp(), done = ?, outcome = ?, picture = '{}', in_the_way = '{}' where id = ?
            """;

    private static final String WISH =
            "update kingfisher_migration_run set wish = ? where id = ? and ended_at is null";

    /// A run that was killed leaves its row as it was. The server lets go of its lock as soon as it
    /// notices; before a run has the lock, or while it connects again, its row is fresh.
    private static final String STATE =
            """
            select id, started_at, who, process, wish, picture, in_the_way::text[] as in_the_way, outcome, done,
                seen_at > clock_timestamp() - interval '3 seconds' or exists (
                    select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
                        and database = (select oid from pg_database where datname = current_database())
                        and classid::bigint << 32 | objid::bigint = %d) as alive
            from kingfisher_migration_run
            """
                    .formatted(AdvisoryLocks.MIGRATION_RUN);

    private static final String LINES =
            "select number, at, text from kingfisher_migration_line where run = ? and number > ? order by number";

    private final Database database;

    public RunRecords(Database database) {
        this.database = database;
    }

    /// The newest run, ended or not.
    public Optional<RunState> newest() {
        return database.transaction(tx ->
                present(tx)
                        ? tx.queryOne(STATE + " order by id desc limit 1", RunRecords::state)
                        : Optional.<RunState>empty());
    }

    public Optional<RunState> find(long run) {
        return database.transaction(
                tx -> tx.queryOne(STATE + " where id = ?", RunRecords::state, run));
    }

    /// What a run said after the line with this number.
    public List<Line> linesAfter(long run, int number) {
        return database.transaction(tx ->
                tx.query(
                        LINES,
                        row ->
                                new Line(
                                        row.intValue("number"),
                                        row.instant("at"),
                                        row.text("text")),
                        run,
                        number));
    }

    /// Tells a run what to do. Returns false if it has ended.
    public boolean wish(long run, Wish wish) {
        return database.transaction(tx -> tx.execute(WISH, wish.text(), run)) > 0;
    }

    /// Notes a new run and returns its number.
    long begin(String who, String process) {
        return database.transaction(tx -> {
            tx.execute("set local client_min_messages = warning");
            tx.query(
                    "select pg_advisory_xact_lock(hashtext('kingfisher_migration_run'))",
                    _ -> true);
            tx.execute(CREATE_RUNS);
            tx.execute(CREATE_LINES);
            long run = tx.queryOne(BEGIN, row -> row.longValue("id"), who, process).orElseThrow();
            tx.execute(FORGET, run);
            return run;
        });
    }

    /// Shows what a run does now, and returns what it is wanted to do.
    Wish heard(long run, List<String> picture, List<Integer> inTheWay, List<String> said) {
        return database.transaction(tx -> {
            say(tx, run, said);
            return tx.queryOne(
                            HEARD,
                            row -> Wish.of(row.text("wish")),
                            SqlArray.text(picture),
                            SqlArray.bigint(inTheWay.stream().map(Integer::longValue).toList()),
                            run)
                    .orElse(Wish.GO_ON);
        });
    }

    void end(long run, boolean done, String outcome, List<String> said) {
        database.run(tx -> {
            say(tx, run, said);
            tx.execute(END, done, outcome, run);
        });
    }

    private static void say(Tx tx, long run, List<String> said) throws SQLException {
        if (!said.isEmpty()) {
            tx.execute(SAY, run, run, SqlArray.text(said));
        }
    }

    private static boolean present(Tx tx) throws SQLException {
        return tx.queryOne(PRESENT, row -> row.bool("present")).orElseThrow();
    }

    private static RunState state(Row row) throws SQLException {
        return new RunState(
                row.longValue("id"),
                row.instant("started_at"),
                row.text("who"),
                row.text("process"),
                Wish.of(row.text("wish")),
                row.texts("picture"),
                row.texts("in_the_way").stream().map(Integer::valueOf).toList(),
                row.bool("alive"),
                row.optionalText("outcome"),
                row.bool("done"));
    }
}
