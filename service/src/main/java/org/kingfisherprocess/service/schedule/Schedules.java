package org.kingfisherprocess.service.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.kingfisherprocess.service.sql.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs jobs when they are due, as long as it is open. On as many machines as one likes: each job
/// is picked by one of them. Where that one dies, another picks it up after some seconds.
public final class Schedules implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    /// So late may a job be.
    private static final Duration LOOK = Duration.ofSeconds(10);

    /// A machine that missed it six times is taken for dead.
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /// A job that is interrupted ends its transaction first.
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    /// Connections that it needs beside those of the jobs, which take two each.
    private static final int OWN_CONNECTIONS = 2;

    private final Scheduler scheduler;
    private final ExecutorService threads;

    private Schedules(Scheduler scheduler, ExecutorService threads) {
        this.scheduler = scheduler;
        this.threads = threads;
    }

    /// How many connections the database needs to have in its pool.
    ///
    /// @param most how many jobs run at once
    public static int connections(int most) {
        return 2 * most + OWN_CONNECTIONS;
    }

    /// Starts to look for what is due.
    ///
    /// @param database with a pool of its own: see [#connections]
    /// @param process how people find this process
    /// @param most how many jobs run at once
    public static Schedules start(
            Database database, List<Job> jobs, JobRuns runs, String process, int most) {
        return start(database, jobs, runs, process, most, LOOK);
    }

    static Schedules start(
            Database database,
            List<Job> jobs,
            JobRuns runs,
            String process,
            int most,
            Duration look) {
        var threads =
                Executors.newFixedThreadPool(
                        most, Thread.ofPlatform().daemon().name("job-", 1).factory());
        var scheduler =
                Scheduler.create(database.dataSource())
                        .startTasks(jobs.stream().map(job -> task(job, runs)).toList())
                        .threads(most)
                        .executorService(threads)
                        .schedulerName(new SchedulerName.Fixed(process))
                        .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                        .commitWhenAutocommitDisabled(true)
                        .pollingInterval(look)
                        .heartbeatInterval(HEARTBEAT)
                        .shutdownMaxWait(LONGEST_STOP)
                        .failureLogging(LogLevel.ERROR, true)
                        .build();
        scheduler.start();
        return new Schedules(scheduler, threads);
    }

    private static RecurringTask<Void> task(Job job, JobRuns runs) {
        return Tasks.recurring(runs.taskName(job), schedule(job.timetable()))
                .execute((_, _) -> runs.run(job));
    }

    private static Schedule schedule(Timetable timetable) {
        return switch (timetable) {
            case Timetable.After(var pause) ->
                    com.github.kagkarlsson.scheduler.task.schedule.Schedules.fixedDelay(pause);
            case Timetable.Daily(var at) ->
                    com.github.kagkarlsson.scheduler.task.schedule.Schedules.daily(
                            ZoneOffset.UTC, at);
        };
    }

    /// Interrupts what runs, and waits until it has ended its transaction.
    @Override
    public void close() {
        scheduler.pause();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a job does not end; its transaction is rolled back, and it runs again");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        scheduler.stop();
    }
}
