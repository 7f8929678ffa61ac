package org.kingfisherprocess.service.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

final class SchedulesTest {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Timetable HOURLY = new Timetable.After(Duration.ofHours(1));

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.migrated().withPoolSize(12));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runsAJobOnceHoweverManyMachinesThereAre() {
        var count = new AtomicInteger();
        var job = job(HOURLY, () -> "run " + count.incrementAndGet());
        try (var _ = start(job, "one");
                var _ = start(job, "two");
                var _ = start(job, "three")) {
            await().until(() -> count.get() > 0);
            await().during(LOOK.multipliedBy(10)).until(() -> count.get() == 1);
        }

        assertThat(listed(job).outcome()).isEqualTo("run 1");
        assertThat(listed(job).failed()).isFalse();
        assertThat(listed(job).next())
                .hasValueSatisfying(
                        next -> assertThat(next).isAfter(Instant.now().plusSeconds(3500)));
    }

    @Test
    void runsAJobOfEachMachineOnEach() {
        var count = new AtomicInteger();
        var job =
                new Job(
                        "job",
                        "A test.",
                        HOURLY,
                        Job.Scope.EACH_MACHINE,
                        () -> "run " + count.incrementAndGet());
        try (var _ = start(job, "one");
                var _ = start(job, "two")) {
            await().until(() -> count.get() == 2);
        }
    }

    @Test
    void runsNothingTwiceAtOnceByCommandEither() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var job =
                job(
                        HOURLY,
                        () -> {
                            begun.countDown();
                            go.await();
                            return "done";
                        });
        try (var _ = start(job, "one")) {
            begun.await();
            assertThat(runs("two").run(job)).isEqualTo(new JobRuns.Run.Elsewhere("process of one"));
            assertThat(listed(job).running()).isTrue();
            go.countDown();
            await().until(() -> listed(job).ended().isPresent());
        }

        assertThat(runs("two").run(job)).isEqualTo(new JobRuns.Run.Done("done"));
    }

    @Test
    void interruptsWhatRunsWhenItIsClosedAndRunsItAgainLater() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var job =
                job(
                        HOURLY,
                        () -> {
                            begun.countDown();
                            new CountDownLatch(1).await();
                            return "never";
                        });
        var schedules = start(job, "one");
        begun.await();

        schedules.close();

        assertThat(listed(job).outcome()).startsWith("stopped");
        assertThat(runs("two").run(job(HOURLY, () -> "done"))).isInstanceOf(JobRuns.Run.Done.class);
    }

    @Test
    void takesOverFromAMachineThatDied() {
        database.run(tx ->
                tx.execute(
                        """
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
                            last_heartbeat, version)
                        values ('job', 'recurring', now() - interval '1 hour', true, 'dead', now() - interval '1 hour', 1)
                        """));
        var count = new AtomicInteger();
        try (var _ = start(job(HOURLY, () -> "run " + count.incrementAndGet()), "one")) {
            await().until(() -> count.get() == 1);
        }
    }

    @Test
    void recordsAFailureAndGoesOn() {
        var count = new AtomicInteger();
        var job =
                job(
                        new Timetable.After(Duration.ofMillis(10)),
                        () -> {
                            if (count.incrementAndGet() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                            return "done";
                        });
        assertThat(runs("one").run(job)).isEqualTo(new JobRuns.Run.Failed("not yet"));
        assertThat(listed(job).failed()).isTrue();

        try (var _ = start(job, "one")) {
            await().until(() -> listed(job).outcome().equals("done"));
        }
    }

    @Test
    void saysWhenAJobIsDue() {
        assertThat(new Timetable.Daily(LocalTime.of(3, 30)).text()).isEqualTo("daily at 03:30 UTC");
        assertThat(HOURLY.text()).isEqualTo("every 1 h");
        assertThat(new Timetable.After(Duration.ofMinutes(90)).text()).isEqualTo("every 90 min");
    }

    private static Job job(Timetable timetable, Job.Work work) {
        return new Job("job", "A test.", timetable, Job.Scope.ONCE, work);
    }

    private Schedules start(Job job, String machine) {
        return Schedules.start(database, List.of(job), runs(machine), machine, 2, LOOK);
    }

    private JobRuns runs(String machine) {
        return new JobRuns(database, machine, "process of " + machine);
    }

    private JobRuns.Listed listed(Job job) {
        return runs("any").list(List.of(job)).getFirst();
    }
}
