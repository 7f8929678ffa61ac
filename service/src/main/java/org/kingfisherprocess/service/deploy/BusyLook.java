package org.kingfisherprocess.service.deploy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.IntakeReceipts;

/// Looks at what is going on: in the tables, in PostgreSQL, and in Scrapyd where one is configured.
public final class BusyLook {
    private static final String CRAWLS =
            """
            select c.id, c.source_id, c.data_version, count(*) as received, max(r.acknowledged_at) as last
            from intake_receipt r join collection c on c.id = r.collection_id
            where r.receipt >= ? and r.kind <> 'end' and c.store_end_at is null
            group by c.id order by max(r.acknowledged_at) desc
            """;

    private static final String QUERIES =
            """
            select pid, coalesce(usename, '') as user, coalesce(application_name, '') as program, coalesce(state, '') as state,
                extract(epoch from now() - xact_start)::bigint as age, left(regexp_replace(query, '\\s+', ' ', 'g'), 120) as query
            from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                and xact_start < now() - make_interval(secs => ?)
            order by xact_start
            """;

    private static final String SEES_ALL =
            "select pg_has_role(current_user, 'pg_read_all_stats', 'usage') as sees";

    private final Database database;
    private final Deployments deployments;
    private final Optional<Scrapyd> scrapyd;
    private final LongSupplier waiting;
    private final Windows windows;
    private final InstantSource clock;

    /// How far back is looked.
    ///
    /// @param crawls how recently a collection must have received something to count
    /// @param queries how long a transaction must have taken to count
    public record Windows(Duration crawls, Duration queries) {}

    /// Looks when it is asked.
    ///
    /// @param waiting counts the submissions that wait to be loaded
    public BusyLook(
            Database database,
            Optional<Scrapyd> scrapyd,
            LongSupplier waiting,
            Windows windows,
            InstantSource clock) {
        this.database = database;
        this.deployments = new Deployments();
        this.scrapyd = scrapyd;
        this.waiting = waiting;
        this.windows = windows;
        this.clock = clock;
    }

    /// What is going on now.
    ///
    /// @param installation ours, whose deployments are no others
    public Busy look(String installation) {
        var answer = scrapyd.map(Scrapyd::running).orElse(Scrapyd.Answer.NOTHING);
        var since = clock.instant().minus(windows.crawls());
        return database.transaction(tx ->
                new Busy(
                        crawls(tx, since),
                        answer.jobs(),
                        answer.problem(),
                        queries(tx),
                        waiting.getAsLong(),
                        deployments.elsewhere(tx, installation),
                        OtherWorkers.seen(tx),
                        tx.queryOne(SEES_ALL, row -> row.bool("sees")).orElseThrow()));
    }

    private static List<Busy.Crawl> crawls(Tx tx, Instant since) throws SQLException {
        return tx.query(
                CRAWLS,
                row ->
                        new Busy.Crawl(
                                row.longValue("id"),
                                row.text("source_id"),
                                row.instant("data_version"),
                                row.longValue("received"),
                                row.instant("last")),
                IntakeReceipts.firstAt(since));
    }

    private List<Busy.LongQuery> queries(Tx tx) throws SQLException {
        return tx.query(
                QUERIES,
                row ->
                        new Busy.LongQuery(
                                row.intValue("pid"),
                                row.text("user"),
                                row.text("program"),
                                row.text("state"),
                                Duration.ofSeconds(row.longValue("age")),
                                row.text("query")),
                (double) windows.queries().toSeconds());
    }
}
