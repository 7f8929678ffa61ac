package org.kingfisherprocess.service.schedule;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.Session;
import org.kingfisherprocess.service.sql.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs jobs, one run of each at a time whoever asks for it, and remembers how the last one went.
///
/// A run holds a session lock in PostgreSQL, which goes with the session: a killed process never
/// keeps a job from running. The scheduling library gives each job to one machine only; the lock is
/// for runs by command, and for a machine that was thought dead and goes on.
public final class JobRuns {
    private static final Logger LOG = LoggerFactory.getLogger(JobRuns.class);

    private static final String LOCK =
            "select pg_try_advisory_lock(hashtextextended('kingfisher-process job ' || ?, 0)) as taken";

    private static final String START =
            """
            insert into job_run (job, machine, ran_by, started_at) values (?, ?, ?, now())
            on conflict (job, machine) do update set
                ran_by = excluded.ran_by, started_at = now(), ended_at = null, failed = false, outcome = ''
            """;

    private static final String END =
            "update job_run set ended_at = now(), failed = ?, outcome = ? where job = ? and machine = ?";

    private static final String RUNNING =
            "select ran_by from job_run where job = ? and machine = ? and ended_at is null";

    private static final String LIST =
            """
            select r.started_at, r.ended_at, r.failed, r.outcome, r.ran_by, t.execution_time, coalesce(t.picked, false) as picked
            from (select ? as job, ? as machine) as wanted
                left join job_run r on r.job = wanted.job and r.machine = wanted.machine
                left join scheduled_tasks t on t.task_name = wanted.job || case wanted.machine when '' then '' else ' at ' end
                    || wanted.machine
            """;

    private final Database database;
    private final String machine;
    private final String process;

    /// Runs jobs in this process.
    ///
    /// @param machine its name, and that of what lies on it alone
    /// @param process how people find the process that runs jobs
    public JobRuns(Database database, String machine, String process) {
        this.database = database;
        this.machine = machine;
        this.process = process;
    }

    /// What came of an attempt to run a job.
    public sealed interface Run {
        record Done(String outcome) implements Run {}

        record Failed(String reason) implements Run {}

        /// It was told to stop, and goes on at its next run.
        record Stopped() implements Run {}

        /// It runs already.
        record Elsewhere(String by) implements Run {}
    }

    /// A job with its last run and its next one.
    ///
    /// @param started of the last run; empty where there was none
    /// @param ended empty while it runs
    /// @param next empty where no server has run yet
    public record Listed(
            Job job,
            Optional<Instant> started,
            Optional<Instant> ended,
            boolean failed,
            String outcome,
            String ranBy,
            Optional<Instant> next,
            boolean running) {}

    /// Runs a job now, unless it runs already, and waits for its end.
    public Run run(Job job) {
        return database.session(session -> {
            if (!taken(session, job)) {
                return new Run.Elsewhere(runner(job));
            }
            database.run(tx -> tx.execute(START, job.name(), place(job), process));
            long start = System.nanoTime();
            var run = attempt(job);
            switch (run) {
                case Run.Done(var outcome) -> {
                    LOG.info("{} took {} ms: {}", job.name(), millisSince(start), outcome);
                    end(job, false, outcome);
                }
                case Run.Failed(var reason) -> end(job, true, reason);
                case Run.Stopped _ -> end(job, false, "stopped; it goes on at the next run");
                case Run.Elsewhere _ -> throw new IllegalStateException("a run began twice");
            }
            return run;
        });
    }

    public List<Listed> list(List<Job> jobs) {
        return database.transaction(tx -> {
            var listed = new java.util.ArrayList<Listed>();
            for (var job : jobs) {
                listed.add(listed(tx, job));
            }
            return listed;
        });
    }

    /// The scheduling library's name of a job.
    String taskName(Job job) {
        return place(job).isEmpty() ? job.name() : job.name() + " at " + place(job);
    }

    private Run attempt(Job job) {
        try {
            return new Run.Done(job.work().run());
        } catch (InterruptedException _) {
            return new Run.Stopped();
        } catch (RuntimeException e) {
            LOG.error("the job {} failed; it is run again at its time", job.name(), e);
            return new Run.Failed(String.valueOf(e.getMessage()));
        }
    }

    private void end(Job job, boolean failed, String outcome) {
        try {
            database.run(tx ->
                    tx.execute(END, failed, outcome.replace('\0', ' '), job.name(), place(job)));
        } catch (DatabaseException e) {
            LOG.warn("how {} ended is not recorded: {}", job.name(), outcome, e);
        }
    }

    private boolean taken(Session session, Job job) throws SQLException {
        return session.queryOne(LOCK, row -> row.bool("taken"), taskName(job)).orElseThrow();
    }

    private String runner(Job job) {
        return database.transaction(tx ->
                        tx.queryOne(RUNNING, row -> row.text("ran_by"), job.name(), place(job)))
                .orElse("another process");
    }

    private Listed listed(Tx tx, Job job) throws SQLException {
        return tx.queryOne(
                        LIST,
                        row ->
                                new Listed(
                                        job,
                                        row.optionalInstant("started_at"),
                                        row.optionalInstant("ended_at"),
                                        row.optionalText("outcome").isPresent()
                                                && row.bool("failed"),
                                        row.optionalText("outcome").orElse(""),
                                        row.optionalText("ran_by").orElse(""),
                                        row.optionalInstant("execution_time"),
                                        row.bool("picked")),
                        job.name(),
                        place(job))
                .orElseThrow();
    }

    private String place(Job job) {
        return switch (job.scope()) {
            case ONCE -> "";
            case EACH_MACHINE -> machine;
        };
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
