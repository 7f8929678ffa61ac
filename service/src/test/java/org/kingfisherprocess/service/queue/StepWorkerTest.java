package org.kingfisherprocess.service.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.testing.TestDatabases;

final class StepWorkerTest {
    private static final StepLimits LIMITS =
            new StepLimits(3, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(30));
    private static final String TOY = "TOY";

    private final StepQueue queue = new StepQueue();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.migrated().withPoolSize(6));
        database.run(tx ->
                tx.execute(
                        """
                        insert into collection (id, source_id, data_version, sample, transform_type, store_start_at)
                        select n, 'source', now() - make_interval(days => n), false, '', now() from generate_series(1, 9) n
                        """));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /// Does what it is told with each step.
    private static final class Toy implements StepHandler {
        private final Work work;
        private final List<QueuedStep> committed = new CopyOnWriteArrayList<>();

        private interface Work {
            StepOutcome apply(Tx tx, QueuedStep step) throws SQLException;
        }

        private Toy(Work work) {
            this.work = work;
        }

        @Override
        public String name() {
            return TOY;
        }

        @Override
        public StepOutcome run(Tx tx, QueuedStep step) throws SQLException {
            return work.apply(tx, step);
        }

        @Override
        public List<NewStep> split(Tx tx, QueuedStep step) {
            return step.ocid().equals(step.lastOcid())
                    ? List.of()
                    : List.of(
                            step.again().range(step.ocid(), step.ocid()),
                            step.again().range(step.lastOcid(), step.lastOcid()));
        }

        @Override
        public void committed(QueuedStep step) {
            committed.add(step);
        }
    }

    /// Does three at a time.
    private static final class Together implements BatchHandler {
        private final List<List<String>> batches = new CopyOnWriteArrayList<>();
        private final Set<String> bad;

        private Together(String... bad) {
            this.bad = Set.of(bad);
        }

        @Override
        public String name() {
            return TOY;
        }

        @Override
        public int fitting(Tx tx, QueuedStep step) {
            return 3;
        }

        @Override
        public Batch runTogether(Tx tx, List<QueuedStep> steps) throws SQLException {
            for (var step : steps) {
                note(tx, step);
                if (bad.contains(name(step))) {
                    throw new IllegalStateException(name(step) + " is bad");
                }
            }
            batches.add(steps.stream().map(Together::name).toList());
            return new Batch(steps, new StepOutcome.Done());
        }

        private static String name(QueuedStep step) {
            return step.collectionId() + "-" + step.progress();
        }
    }

    private StepWorker worker(StepHandler handler) {
        return worker(handler, StepGate.OPEN);
    }

    private StepWorker worker(StepHandler handler, StepGate gate) {
        return new StepWorker(
                database,
                List.of(handler),
                Wakeups.none(database),
                StepMarks.none(),
                gate,
                LIMITS,
                StepObserver.NONE);
    }

    private static boolean runDue(StepWorker worker) {
        try {
            return worker.runDue(List.of());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void plant(NewStep... steps) {
        database.run(tx -> queue.plant(tx, List.of(steps)));
    }

    private List<ListedStep> steps() {
        return database.transaction(tx -> queue.list(tx, OptionalLong.empty(), false, 100));
    }

    private long notes() {
        return database.transaction(tx ->
                tx.queryOne("select count(*) as n from collection_note", row -> row.longValue("n"))
                        .orElseThrow());
    }

    private static void note(Tx tx, QueuedStep step) throws SQLException {
        tx.execute(
                "insert into collection_note (collection_id, note, stored_at) values (?, ?, now())",
                step.collectionId(),
                step.ocid());
    }

    @Test
    void doesAStepAndForgetsItInOneTransaction() {
        plant(NewStep.of(TOY, 1).range("a", "a").from(7));
        var toy =
                new Toy((tx, step) -> {
                    note(tx, step);
                    return new StepOutcome.Done();
                });

        assertThat(runDue(worker(toy))).isTrue();
        assertThat(runDue(worker(toy))).isFalse();

        assertThat(steps()).isEmpty();
        assertThat(notes()).isOne();
        assertThat(toy.committed)
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.progress()).isEqualTo(7);
                    assertThat(step.text()).isEqualTo("TOY of collection 1, OCID a");
                });
    }

    @Test
    void takesCollectionsInTurnsHoweverManyStepsOneOfThemHas() {
        for (int i = 0; i < 5; i++) {
            plant(NewStep.of(TOY, 1));
        }
        plant(NewStep.of(TOY, 2), NewStep.of(TOY, 3));
        var order = new ArrayList<Long>();
        var worker =
                worker(
                        new Toy((_, step) -> {
                            order.add(step.collectionId());
                            return new StepOutcome.Done();
                        }));

        while (runDue(worker)) {
            assertThat(order.size()).isLessThan(10);
        }

        assertThat(order).containsExactly(1L, 2L, 3L, 1L, 1L, 1L, 1L);
    }

    @Test
    void leavesStepsThatItDoesNotKnowToOthers() {
        plant(NewStep.of("OF_A_NEWER_RELEASE", 1));

        assertThat(runDue(worker(new Toy((_, _) -> new StepOutcome.Done())))).isFalse();
        assertThat(steps()).hasSize(1);
    }

    @Test
    void undoesAFailedStepTriesItAgainAndSetsItAsideInTheEnd() {
        plant(NewStep.of(TOY, 1));
        var tries = new AtomicInteger();
        var worker =
                worker(
                        new Toy((tx, step) -> {
                            note(tx, step);
                            tries.incrementAndGet();
                            throw new IllegalStateException("the third field is broken");
                        }));

        await().until(() -> {
            runDue(worker);
            return steps().getFirst().setAsideAt().isPresent();
        });

        assertThat(tries).hasValue(3);
        assertThat(notes()).isZero();
        assertThat(steps().getFirst().error()).isEqualTo("the third field is broken");
        assertThat(runDue(worker)).isFalse();

        var retried = database.transaction(tx -> queue.retryAll(tx));

        assertThat(retried).isOne();
        assertThat(runDue(worker)).isTrue();
        assertThat(tries).hasValue(4);
    }

    @Test
    void splitsABatchThatFailsSoThatOnlyTheGuiltyPartIsHeldUp() {
        plant(NewStep.of(TOY, 1).range("a", "b"));
        var worker =
                worker(
                        new Toy((tx, step) -> {
                            if (step.lastOcid().equals("b")) {
                                throw new IllegalStateException("b is bad");
                            }
                            note(tx, step);
                            return new StepOutcome.Done();
                        }));

        await().until(() -> {
            runDue(worker);
            return steps().size() == 1 && steps().getFirst().setAsideAt().isPresent();
        });

        assertThat(steps().getFirst().step().ocid()).isEqualTo("b");
        assertThat(notes()).isOne();
    }

    @Test
    void doesSmallStepsOfACollectionTogether() {
        for (int i = 1; i <= 4; i++) {
            plant(NewStep.of(TOY, 1).from(i));
        }
        plant(NewStep.of(TOY, 2).from(1), NewStep.of(TOY, 2).range("a", "b"));
        var together = new Together();
        var worker = worker(together);

        while (runDue(worker)) {
            assertThat(together.batches).hasSizeLessThan(10);
        }

        assertThat(together.batches)
                .containsExactly(
                        List.of("1-1", "1-2", "1-3"),
                        List.of("2-1"),
                        List.of("1-4"),
                        List.of("2-0"));
        assertThat(notes()).isEqualTo(6);
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsTheGuiltyOneOfABatchAndDoesItAloneFromThenOn() {
        for (int i = 1; i <= 3; i++) {
            plant(NewStep.of(TOY, 1).from(i));
        }
        var together = new Together("1-2");
        var worker = worker(together);

        assertThat(runDue(worker)).isTrue();

        assertThat(together.batches).containsExactly(List.of("1-1"), List.of("1-3"));
        assertThat(steps())
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.step().progress()).isEqualTo(2);
                    assertThat(step.step().tries()).isOne();
                    assertThat(step.error()).isEqualTo("1-2 is bad");
                });
        plant(NewStep.of(TOY, 1).from(4), NewStep.of(TOY, 1).from(5));

        await().until(() -> {
            runDue(worker);
            return steps().size() == 1 && steps().getFirst().setAsideAt().isPresent();
        });

        assertThat(together.batches).contains(List.of("1-4", "1-5"));
        assertThat(notes()).isEqualTo(4);
    }

    @Test
    void standsStillAlsoBetweenTheHalvesOfABatch() {
        for (int i = 1; i <= 3; i++) {
            plant(NewStep.of(TOY, 1).from(i));
        }
        var together = new Together("1-2");
        var asked = new AtomicInteger();

        assertThat(runDue(worker(together, _ -> asked.getAndIncrement() == 0))).isTrue();

        assertThat(asked).hasValue(3);
        assertThat(together.batches).isEmpty();
        assertThat(steps()).hasSize(3).allSatisfy(step -> assertThat(step.step().tries()).isZero());
    }

    @Test
    void doesEachStepAloneDuringWhichTogetherProcessesEndedTwice(@TempDir Path folder)
            throws IOException {
        plant(NewStep.of(TOY, 1).from(1), NewStep.of(TOY, 1).from(2), NewStep.of(TOY, 1).from(3));
        var ids = List.of(steps().getFirst().step().id(), steps().getLast().step().id());
        Files.writeString(
                folder.resolve("999999998-1"), "%d %d".formatted(ids.getFirst(), ids.getLast()));
        StepMarks.in(folder);
        Files.writeString(
                folder.resolve("999999999-1"), "%d %d".formatted(ids.getFirst(), ids.getLast()));
        var together = new Together();
        var worker =
                new StepWorker(
                        database,
                        List.of(together),
                        Wakeups.none(database),
                        StepMarks.in(folder),
                        StepGate.OPEN,
                        LIMITS,
                        StepObserver.NONE);

        await().until(() -> {
            runDue(worker);
            return steps().isEmpty();
        });

        assertThat(together.batches)
                .containsExactlyInAnyOrder(List.of("1-1"), List.of("1-2"), List.of("1-3"));
    }

    @Test
    void survivesAStepThatNeedsTooMuchMemory() {
        plant(NewStep.of(TOY, 1));

        assertThat(
                        runDue(
                                worker(
                                        new Toy((_, _) -> {
                                            throw new OutOfMemoryError("too large");
                                        }))))
                .isTrue();
        assertThat(steps().getFirst().error()).contains("too large");
    }

    @Test
    void keepsWhatRemainsOfAStepAndPutsOffWhatIsNotYetDue() {
        plant(NewStep.of(TOY, 1).range("a", "z"));
        var worker =
                worker(
                        new Toy((tx, step) -> {
                            note(tx, step);
                            return step.ocid().equals("a")
                                    ? new StepOutcome.Remains("m", "z", 5)
                                    : new StepOutcome.NotYet(Duration.ofHours(1));
                        }));

        assertThat(runDue(worker)).isTrue();
        assertThat(runDue(worker)).isTrue();
        assertThat(runDue(worker)).isFalse();

        assertThat(notes()).isEqualTo(2);
        assertThat(steps().getFirst().step().ocid()).isEqualTo("m");
        assertThat(steps().getFirst().step().progress()).isEqualTo(5);
    }

    @Test
    void doesOtherStepsUntilWhatAStepNeedsFirstIsThere() {
        plant(NewStep.of(TOY, 1), NewStep.of(TOY, 2));
        var preparation = new CompletableFuture<String>();
        var done = new ArrayList<Long>();
        var worker =
                worker(
                        new Toy((_, step) -> {
                            if (step.collectionId() == 1 && !preparation.isDone()) {
                                return new StepOutcome.After(preparation);
                            }
                            done.add(step.collectionId());
                            return new StepOutcome.Done();
                        }));

        assertThat(runDue(worker)).isTrue();
        assertThat(runDue(worker)).isTrue();
        assertThat(runDue(worker)).isFalse();
        assertThat(done).containsExactly(2L);
        assertThat(worker.nextDue(List.of()))
                .hasValueSatisfying(soon -> assertThat(soon).isLessThan(Duration.ofSeconds(1)));

        preparation.completeExceptionally(new IllegalStateException("it is gone"));

        assertThat(runDue(worker)).isTrue();
        assertThat(done).containsExactly(2L, 1L);
        assertThat(steps()).isEmpty();
        assertThat(worker.nextDue(List.of())).isEmpty();
    }

    @Test
    void standsStillWhileAMigrationHoldsTheLockOrWorkersArePaused() {
        plant(NewStep.of(TOY, 1));
        var open = new AtomicBoolean();
        var worker = worker(new Toy((_, _) -> new StepOutcome.Done()), _ -> open.get());

        assertThat(runDue(worker)).isFalse();
        open.set(true);
        database.run(tx -> {
            tx.query(
                    "select 1 as locked from pg_advisory_xact_lock(?)",
                    _ -> true,
                    AdvisoryLocks.WORK);
            assertThat(runDue(worker)).isFalse();
        });
        assertThat(runDue(worker)).isTrue();
    }

    @Test
    void givesAStepOfAKilledWorkerToTheNextAtOnce() throws InterruptedException {
        plant(NewStep.of(TOY, 1));
        var claimed = new CountDownLatch(1);
        var first =
                worker(
                        new Toy((tx, step) -> {
                            note(tx, step);
                            claimed.countDown();
                            tx.query("select pg_sleep(60)::text as slept", _ -> true);
                            return new StepOutcome.Done();
                        }));
        var second =
                worker(
                        new Toy((tx, step) -> {
                            note(tx, step);
                            return new StepOutcome.Done();
                        }));
        var killed = Thread.ofPlatform().start(() -> runDue(first));
        claimed.await();
        assertThat(runDue(second)).isFalse();

        database.run(tx ->
                tx.query(
                        "select pg_terminate_backend(pid) as done from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
                        _ -> true));
        killed.join();

        assertThat(runDue(second)).isTrue();
        assertThat(notes()).isOne();
        assertThat(steps()).isEmpty();
    }

    @Test
    void blamesABatchForTheSecondEndOfAProcessOnly(@TempDir Path folder) throws IOException {
        plant(NewStep.of(TOY, 1).range("a", "b"));
        long id = steps().getFirst().step().id();

        assertThat(orderAfterAnEnd(folder, id, true)).isEmpty();
        assertThat(orderAfterAnEnd(folder, id, false)).containsExactly("aa", "bb");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void forgetsTheEndOfAProcessOnceTheStepIsDone(@TempDir Path folder) throws IOException {
        plant(NewStep.of(TOY, 1).range("a", "b"));
        long id = steps().getFirst().step().id();

        assertThat(orderAfterAnEnd(folder, id, false)).containsExactly("ab");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesNoMarkWhereAProcessEndsInOrder(@TempDir Path folder) {
        var marks = StepMarks.in(folder);
        marks.begin(List.of(7L));
        marks.leave();
        marks.begin(List.of(8L));

        assertThat(folder).isEmptyDirectory();
    }

    /// The OCIDs of the steps that a process does that starts after another one ended all at once.
    private List<String> orderAfterAnEnd(Path folder, long id, boolean paused) throws IOException {
        Files.writeString(folder.resolve("999999999-1"), Long.toString(id));
        var order = new ArrayList<String>();
        var worker =
                new StepWorker(
                        database,
                        List.of(
                                new Toy((_, step) -> {
                                    assertThat(folder).isNotEmptyDirectory();
                                    order.add(step.ocid() + step.lastOcid());
                                    return new StepOutcome.Done();
                                })),
                        Wakeups.none(database),
                        StepMarks.in(folder),
                        _ -> !paused,
                        LIMITS,
                        StepObserver.NONE);

        while (runDue(worker)) {
            assertThat(order.size()).isLessThan(10);
        }

        return order;
    }

    @Test
    void doesEveryStepOnceHoweverManyWorkersThereAre() {
        var steps = IntStream.range(0, 300).mapToObj(i -> NewStep.of(TOY, 1 + i % 9)).toList();
        database.run(tx -> queue.plant(tx, steps));
        var worker =
                worker(
                        new Toy((tx, step) -> {
                            note(tx, step);
                            return new StepOutcome.Done();
                        }));

        var threads =
                IntStream.range(0, 4)
                        .mapToObj(_ ->
                                Thread.ofPlatform()
                                        .start(() -> {
                                            while (runDue(worker)) {
                                                Thread.onSpinWait();
                                            }
                                        }))
                        .toList();
        threads.forEach(StepWorkerTest::join);

        assertThat(notes()).isEqualTo(300);
        assertThat(steps()).isEmpty();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void wakesAnIdleWorkerWhenAStepIsPlantedAnywhere() {
        var toy = new Toy((_, _) -> new StepOutcome.Done());
        try (var wakeups = Wakeups.listen(database)) {
            await().until(() -> wakeups.count() == 1); // it listens
            var worker =
                    new StepWorker(
                            database,
                            List.of(toy),
                            wakeups,
                            StepMarks.none(),
                            StepGate.OPEN,
                            LIMITS,
                            StepObserver.NONE);
            var thread =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    while (!worker.runOnce()) {
                                        Thread.onSpinWait();
                                    }
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                }
                            });

            plant(NewStep.of(TOY, 1));

            await().atMost(Duration.ofSeconds(5)).until(() -> !thread.isAlive());
            assertThat(toy.committed).hasSize(1);
        }
    }
}
