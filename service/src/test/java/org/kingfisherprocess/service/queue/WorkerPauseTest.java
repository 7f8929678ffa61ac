package org.kingfisherprocess.service.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.testing.TestDatabases;

final class WorkerPauseTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final StepLimits LIMITS =
            new StepLimits(3, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMillis(50));

    private final WorkerPause pause = new WorkerPause();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.migrated().withPoolSize(6));
        database.run(tx -> {
            tx.execute(
                    """
                    insert into collection (id, source_id, data_version, sample, transform_type, store_start_at)
                    values (1, 'source', now(), false, '', now())
                    """);
            var step = new NewStep("TOY", 1, OptionalLong.empty(), "", "", 0);
            new StepQueue().plant(tx, List.of(step, step));
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void letsTheStepInHandEndAndNoOtherBeginUntilItIsOver() throws Exception {
        var worker = worker(StepObserver.NONE);
        try (var threads = Executors.newCachedThreadPool()) {
            var running = threads.submit(() -> worker.runDue(List.of()));
            begun.await();
            database.run(tx -> pause.pause(tx, "ana", "a test"));
            assertThat(database.transaction(pause::underWay)).isEqualTo(1);
            assertThat(worker.runDue(List.of())).isFalse();
            go.countDown();
            running.get();
        }
        assertThat(worker.runDue(List.of())).isFalse();
        assertThat(done).hasValue(1);
        assertThat(database.transaction(pause::underWay)).isZero();
        assertThat(database.transaction(pause::find))
                .hasValueSatisfying(paused -> assertThat(paused.by()).isEqualTo("ana"));

        assertThat(database.transaction(pause::resume)).isTrue();

        assertThat(worker.runDue(List.of())).isTrue();
        assertThat(done).hasValue(2);
        assertThat(database.transaction(pause::resume)).isFalse();
    }

    @Test
    void takesLoadingForNoStepThatIsUnderWay() {
        database.run(tx -> {
            tx.query("select pg_advisory_xact_lock_shared(?)", row -> true, AdvisoryLocks.WORK);

            assertThat(database.transaction(pause::underWay)).isZero();
        });
    }

    @Test
    void listsAProcessWithWhatItHasInHandUntilItLeaves() throws Exception {
        var self = new Workers.Self(UUID.randomUUID(), "machine", 7, "1.0", 2);
        try (var heartbeat =
                        Heartbeat.start(
                                database, self, StepObserver.NONE, InstantSource.fixed(NOW));
                var threads = Executors.newCachedThreadPool()) {
            var worker = worker(heartbeat);
            var running = threads.submit(() -> worker.runDue(List.of()));
            begun.await();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !list().getFirst().inHand().isEmpty());
            var seen = list().getFirst();
            assertThat(seen.self()).isEqualTo(self);
            assertThat(seen.lost()).isFalse();
            assertThat(seen.inHand())
                    .containsExactly(new Workers.InHand("TOY of collection 1", NOW));
            go.countDown();
            assertThat(running.get()).isTrue();
        }

        assertThat(list()).isEmpty();
    }

    @Test
    void saysThatAProcessIsLostWhichWasNotSeenForAMinute() {
        var workers = new Workers();
        var self = new Workers.Self(UUID.randomUUID(), "machine", 7, "1.0", 2);
        database.run(tx -> workers.beat(tx, self, List.of()));
        database.run(tx -> tx.execute("update worker set seen_at = now() - interval '2 minutes'"));

        assertThat(list()).singleElement().satisfies(seen -> assertThat(seen.lost()).isTrue());
    }

    private List<Workers.Seen> list() {
        return database.transaction(new Workers()::list);
    }

    private StepWorker worker(StepObserver observer) {
        var handler =
                new StepHandler() {
                    @Override
                    public String name() {
                        return "TOY";
                    }

                    @Override
                    public StepOutcome run(Tx tx, QueuedStep step) {
                        begun.countDown();
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        done.incrementAndGet();
                        return new StepOutcome.Done();
                    }
                };
        return new StepWorker(
                database,
                List.of(handler),
                Wakeups.none(database),
                StepMarks.none(),
                pause,
                LIMITS,
                observer);
    }
}
