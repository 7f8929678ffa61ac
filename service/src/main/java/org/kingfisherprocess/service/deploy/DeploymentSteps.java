package org.kingfisherprocess.service.deploy;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// The tables of steps, and of what was said while they went on.
public final class DeploymentSteps {
    private static final String OF_ONE =
            """
            select deployment_id, number, kind, why, state, tries, started_at, finished_at, result
            from deployment_step where deployment_id = ? order by number
            """;

    private static final String INSERT =
            """
            insert into deployment_step (deployment_id, number, kind, why)
            select ?, coalesce(max(number), 0) + 1, ?, ? from deployment_step where deployment_id = ?
            """;

    private static final String START =
            """
            update deployment_step set state = 'running', tries = tries + 1,
                started_at = coalesce(started_at, clock_timestamp())
            where deployment_id = ? and number = ?
            """;

    private static final String END =
            """
            update deployment_step set state = ?, result = ?, finished_at = clock_timestamp()
            where deployment_id = ? and number = ? and state = 'running'
            """;

    private static final String FAIL_RUNNING =
            """
            update deployment_step set state = 'failed', result = ?, finished_at = clock_timestamp()
            where deployment_id = ? and state = 'running'
            """;

    private static final String LEAVE_OUT =
            "update deployment_step set state = 'left_out' where deployment_id = ? and state = 'waiting'";

    private static final String SAY =
            "insert into deployment_line (deployment_id, step_number, line) values (?, ?, ?)";

    private static final String SAID =
            """
            select id, step_number, said_at, line from deployment_line
            where deployment_id = ? and id > ? order by id limit 1000
            """;

    /// A line that was said while a step went on.
    public record Line(long id, int step, java.time.Instant saidAt, String text) {}

    public List<DeploymentStep> of(Tx tx, long deployment) throws SQLException {
        return tx.query(OF_ONE, DeploymentSteps::step, deployment);
    }

    /// Lines after one that is known already; 0 for all.
    public List<Line> said(Tx tx, long deployment, long after) throws SQLException {
        return tx.query(
                SAID,
                row ->
                        new Line(
                                row.longValue("id"),
                                row.intValue("step_number"),
                                row.instant("said_at"),
                                row.text("line")),
                deployment,
                after);
    }

    void append(Tx tx, long deployment, List<PlannedStep> steps) throws SQLException {
        for (var step : steps) {
            tx.execute(INSERT, deployment, step.kind().text(), step.why(), deployment);
        }
    }

    void start(Tx tx, long deployment, int number) throws SQLException {
        tx.execute(START, deployment, number);
    }

    void end(Tx tx, long deployment, int number, DeploymentStep.State state, String result)
            throws SQLException {
        tx.execute(END, state.text(), result, deployment, number);
    }

    /// Of a deployment that nobody goes on with.
    void failRunning(Tx tx, long deployment, String reason) throws SQLException {
        tx.execute(FAIL_RUNNING, reason, deployment);
    }

    void leaveOutWaiting(Tx tx, long deployment) throws SQLException {
        tx.execute(LEAVE_OUT, deployment);
    }

    void say(Tx tx, long deployment, int number, String line) throws SQLException {
        tx.execute(SAY, deployment, number, line);
    }

    private static DeploymentStep step(Row row) throws SQLException {
        return new DeploymentStep(
                row.longValue("deployment_id"),
                row.intValue("number"),
                StepKind.of(row.text("kind")),
                row.text("why"),
                DeploymentStep.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.intValue("tries"),
                row.optionalInstant("started_at"),
                row.optionalInstant("finished_at"),
                row.text("result"));
    }
}
