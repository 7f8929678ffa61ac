package org.kingfisherprocess.service.deploy;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kingfisherprocess.service.deploy.Deployment.Figures;
import org.kingfisherprocess.service.deploy.Deployment.Kind;
import org.kingfisherprocess.service.deploy.Deployment.Side;
import org.kingfisherprocess.service.deploy.Deployment.State;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// The table of deployments.
public final class Deployments {
    private static final String COLUMNS =
            """
            select id, who, kind, installation, from_release, from_commit, to_release, to_commit, state, problem, advice,
                started_at, finished_at, executor, seen_at, acknowledged, failed_requests, longest_pause_ms
            from deployment
            """;

    private static final String NEWEST = COLUMNS + "order by id desc limit ?";
    private static final String BY_ID = COLUMNS + "where id = ?";
    private static final String RUNNING =
            COLUMNS + "where state = 'running' and installation = ? order by id desc limit 1";
    private static final String ELSEWHERE =
            COLUMNS + "where state = 'running' and installation <> ? order by id";
    private static final String IS_RUNNING =
            "select state = 'running' as running from deployment where id = ?";

    private static final String INSERT =
            """
            insert into deployment (who, kind, installation, from_release, from_commit, to_release, to_commit, plan)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb) returning id
            """;

    private static final String PLAN = "select plan::text as plan from deployment where id = ?";

    private static final String SEEN =
            "update deployment set executor = ?, seen_at = clock_timestamp() where id = ?";

    private static final String FINISH =
            """
            update deployment set state = ?, problem = ?, advice = ?, finished_at = clock_timestamp(),
                acknowledged = ?, failed_requests = ?, longest_pause_ms = ?
            where id = ? and state = 'running'
            """;

    private static final String PRESENT = "select to_regclass('deployment') is not null as present";

    /// What is to be recorded of a new one.
    public record NewDeployment(
            String who, Kind kind, String installation, Side from, Side to, String plan) {}

    /// Whether this database has the table yet: an older release may still be its newest.
    public boolean present(Tx tx) throws SQLException {
        return tx.queryOne(PRESENT, row -> row.bool("present")).orElseThrow();
    }

    public List<Deployment> newest(Tx tx, int most) throws SQLException {
        return tx.query(NEWEST, Deployments::deployment, most);
    }

    public Optional<Deployment> find(Tx tx, long id) throws SQLException {
        return tx.queryOne(BY_ID, Deployments::deployment, id);
    }

    /// The one that is under way in this installation.
    public Optional<Deployment> running(Tx tx, String installation) throws SQLException {
        return tx.queryOne(RUNNING, Deployments::deployment, installation);
    }

    /// Those that are under way in installations of other machines.
    public List<Deployment> elsewhere(Tx tx, String installation) throws SQLException {
        return tx.query(ELSEWHERE, Deployments::deployment, installation);
    }

    /// The plan that was agreed to, as JSON.
    public String plan(Tx tx, long id) throws SQLException {
        return tx.queryOne(PLAN, row -> row.text("plan"), id).orElseThrow();
    }

    long insert(Tx tx, NewDeployment deployment) throws SQLException {
        return tx.queryOne(
                        INSERT,
                        row -> row.longValue("id"),
                        deployment.who(),
                        deployment.kind().text(),
                        deployment.installation(),
                        deployment.from().release(),
                        deployment.from().commit(),
                        deployment.to().release(),
                        deployment.to().commit(),
                        deployment.plan())
                .orElseThrow();
    }

    /// The executor's sign of life.
    void seen(Tx tx, long id, String executor) throws SQLException {
        tx.execute(SEEN, executor, id);
    }

    void finish(Tx tx, long id, State state, String problem, String advice, Figures figures)
            throws SQLException {
        tx.execute(
                FINISH,
                state.text(),
                problem,
                advice,
                figures.acknowledged(),
                figures.failed(),
                figures.longestPauseMillis(),
                id);
    }

    static boolean isRunning(Tx tx, long id) throws SQLException {
        return tx.queryOne(IS_RUNNING, row -> row.bool("running"), id).orElse(false);
    }

    private static Deployment deployment(Row row) throws SQLException {
        return new Deployment(
                row.longValue("id"),
                row.text("who"),
                Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
                row.text("installation"),
                new Side(row.text("from_release"), row.text("from_commit")),
                new Side(row.text("to_release"), row.text("to_commit")),
                State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.text("problem"),
                row.text("advice"),
                row.instant("started_at"),
                row.optionalInstant("finished_at"),
                row.text("executor"),
                row.optionalInstant("seen_at"),
                new Figures(
                        row.optionalLong("acknowledged").stream().boxed().findFirst(),
                        row.optionalLong("failed_requests").stream().boxed().findFirst(),
                        row.optionalLong("longest_pause_ms").stream().boxed().findFirst()));
    }
}
