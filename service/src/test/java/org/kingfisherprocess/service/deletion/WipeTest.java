package org.kingfisherprocess.service.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.store.RowsOfCollection;
import org.kingfisherprocess.service.testing.TestDatabases;

final class WipeTest {
    private static final DeletionLimits SMALL =
            new DeletionLimits(25, 10, 5, Duration.ofMillis(10));
    private static final Marking.Wish WISH = new Marking.Wish(false, false, "a test");

    @TempDir private Path folder;

    private Database database;
    private LoadedCrawls crawls;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.migrated().withPoolSize(8));
        crawls = new LoadedCrawls(folder, database);
    }

    @AfterEach
    void close() {
        crawls.close();
        database.close();
    }

    @Test
    void deletesEveryRowAndTheDocumentsThatNobodyElseUses() throws InterruptedException {
        crawls.send("first", "a.json", 0, 60);
        crawls.send("second", "a.json", 50, 70);
        crawls.loadAll();
        execute("insert into release_check select id, id, '', '{}' from release");
        execute("insert into release_check_error select id, id, '', 'e' from release");
        execute("insert into release_check_override select id, id, '1.1', '{}' from release");
        execute("insert into transform_upgrade_1_0_to_1_1_status_release select id from release");
        execute("insert into processing_step (collection_id, name) values (1, 'compile')");
        execute(
                "insert into collection_note (collection_id, note, stored_at) values (1, 'old', '2020-01-01')");

        var outcome = markAndWipe(1);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Wipe.Outcome.Wiped.class,
                        wiped -> {
                            assertThat(wiped.rows()).containsEntry(RowsOfCollection.RELEASES, 60L);
                            assertThat(wiped.documents()).isEqualTo(50);
                        });
        assertThat(counts("release", "release_check", "release_check_error"))
                .containsExactly(20L, 20L, 20L);
        assertThat(counts("collection_file", "collection_file_item", "processing_step"))
                .containsExactly(1L, 1L, 0L);
        assertThat(counts("data", "package_data", "document_candidate"))
                .containsExactly(20L, 1L, 0L);
        assertThat(texts("select note as x from collection_note"))
                .containsExactly("marked as deleted: a test");
        assertThat(counts("collection where wiped_at is not null")).containsExactly(1L);
        assertThat(new Wipe(database, SMALL, DeletionObserver.NONE).marked()).isEmpty();
    }

    @Test
    void deletesPackageDataWithTheirLastCollection() throws InterruptedException {
        crawls.send("first", "a.json", 0, 3);
        crawls.send("second", "a.json", 0, 3);
        crawls.loadAll();

        markAndWipe(1);
        markAndWipe(2);

        assertThat(counts("data", "package_data", "document_candidate"))
                .containsExactly(0L, 0L, 0L);
    }

    @Test
    void deletesRecordsAndCompiledReleases() throws InterruptedException {
        crawls.send("first", "a.json", 0, 30);
        crawls.loadAll();
        execute(
                """
                insert into record (collection_file_item_id, collection_file_id, ocid, data_id, package_data_id, collection_id)
                select collection_file_item_id, collection_file_id, ocid, data_id, package_data_id, 1 from release
                """);
        execute(
                """
                insert into compiled_release (collection_file_item_id, collection_file_id, ocid, data_id, collection_id)
                select collection_file_item_id, collection_file_id, ocid, data_id, 1 from release
                """);
        execute("insert into record_check select id, id, '', '{}' from record");

        markAndWipe(1);

        assertThat(counts("release", "record", "record_check", "compiled_release", "data"))
                .containsOnly(0L);
    }

    @Test
    void receiptsWhatArrivesLateAndStoresNothingOfIt() throws InterruptedException {
        crawls.send("first", "a.json", 0, 3);
        crawls.loadAll();
        new Marking(database).delete(1, WISH);
        crawls.send("first", "b.json", 3, 6);
        crawls.send("second", "b.json", 3, 6);
        crawls.loadAll();
        new Wipe(database, SMALL, DeletionObserver.NONE).wipe(1);
        crawls.send("first", "c.json", 3, 6);
        crawls.loadAll();

        assertThat(texts("select outcome as x from intake_receipt order by acknowledged_at"))
                .containsExactly("stored", "cancelled", "stored", "cancelled");
        assertThat(counts("release where collection_id = 1", "collection")).containsExactly(0L, 2L);
        assertThat(texts("select code as x from collection_note where note like 'data arrived%'"))
                .containsExactly("WARNING");
        assertThat(crawls.setAside()).isZero();
    }

    @Test
    void forgetsACollectionWhereThatIsAskedForSoThatItCanComeAgain() throws InterruptedException {
        crawls.send("first", "a.json", 0, 3);
        crawls.loadAll();
        new Marking(database).delete(1, new Marking.Wish(true, true, "a test"));
        new Wipe(database, SMALL, DeletionObserver.NONE).wipe(1);

        crawls.send("first", "a.json", 0, 3);
        crawls.loadAll();

        assertThat(texts("select id::text as x from collection")).doesNotContain("1").hasSize(1);
        assertThat(counts("release", "data")).containsExactly(3L, 3L);
        assertThat(crawls.setAside()).isZero();
    }

    @Test
    void keepsTheRowsOfACancelledCollection() {
        crawls.send("first", "a.json", 0, 3);
        crawls.loadAll();

        new Marking(database).cancel(1, "a test");
        crawls.send("first", "b.json", 3, 6);
        crawls.loadAll();

        assertThat(new Wipe(database, SMALL, DeletionObserver.NONE).marked()).isEmpty();
        assertThat(counts("release", "intake_receipt where outcome = 'cancelled'"))
                .containsExactly(3L, 1L);
    }

    @Test
    void refusesWhileATransformIsActiveUnlessThatGoesToo() {
        crawls.send("first", "a.json", 0, 3);
        crawls.loadAll();
        execute(
                """
                insert into collection (source_id, data_version, store_start_at, sample, transform_type,
                    transform_from_collection_id)
                values ('first', now(), now(), false, 'compile-releases', 1)
                """);
        var marking = new Marking(database);

        assertThat(marking.delete(1, WISH)).isEqualTo(new Marking.Outcome.InUse(List.of(2L)));
        assertThat(marking.delete(1, new Marking.Wish(true, false, "a test")))
                .isEqualTo(new Marking.Outcome.Marked(List.of(1L, 2L)));
        assertThat(marking.delete(3, WISH)).isEqualTo(new Marking.Outcome.Unknown());
    }

    @Test
    void leavesACollectionIntoWhichSomebodyStillLoads() throws Exception {
        crawls.send("first", "a.json", 0, 3);
        crawls.loadAll();
        var wipe = new Wipe(database, SMALL, DeletionObserver.NONE);
        var marked = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var threads = Executors.newCachedThreadPool()) {
            var loading =
                    threads.submit(() ->
                            database.transaction(tx -> {
                                tx.query(
                                        "select id from collection where id = 1 for key share",
                                        _ -> true);
                                marked.countDown();
                                return awaited(go);
                            }));
            marked.await();

            new Marking(database).delete(1, WISH);

            assertThat(wipe.wipe(1)).isEqualTo(new Wipe.Outcome.Busy());
            assertThat(counts("release")).containsExactly(3L);
            go.countDown();
            loading.get();
            assertThat(wipe.wipe(1)).isInstanceOf(Wipe.Outcome.Wiped.class);
        }
    }

    @Test
    void goesOnAfterACrash() throws InterruptedException {
        crawls.send("first", "a.json", 0, 100);
        crawls.send("second", "a.json", 90, 110);
        crawls.loadAll();
        new Marking(database).delete(1, WISH);
        var batches = new AtomicInteger();
        var crashing =
                new Wipe(
                        database,
                        SMALL,
                        (_, _, _, _) -> {
                            if (batches.incrementAndGet() == 3) {
                                throw new IllegalStateException("crash");
                            }
                        });

        assertThatThrownBy(() -> crashing.wipe(1)).hasMessage("crash");
        assertThat(counts("release", "data")).containsExactly(95L, 85L);
        new Wipe(database, SMALL, DeletionObserver.NONE).wipe(1);

        assertNothingIsLeftOver(20, 20);
    }

    @Test
    void goesOnAfterItsConnectionWasKilledInTheMiddleOfABatch() throws Exception {
        crawls.send("first", "a.json", 0, 100);
        crawls.loadAll();
        new Marking(database).delete(1, WISH);
        var wipe = new Wipe(database, SMALL, DeletionObserver.NONE);
        try (var threads = Executors.newCachedThreadPool()) {
            Future<Wipe.Outcome> killed =
                    database.transaction(tx -> {
                        tx.execute("lock table data in exclusive mode"); // releases go before it
                        Callable<Wipe.Outcome> work = () -> wipe.wipe(1);
                        var running = threads.submit(work);
                        await().until(() -> terminateWaiting() > 0);
                        return running;
                    });
            assertThatThrownBy(killed::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(DatabaseException.class);
        }

        assertThat(wipe.wipe(1)).isInstanceOf(Wipe.Outcome.Wiped.class);

        assertNothingIsLeftOver(0, 0);
    }

    @Test
    void looksAgainAtADocumentThatSomebodyHeld() throws InterruptedException {
        crawls.send("first", "a.json", 0, 10);
        crawls.loadAll();
        new Marking(database).delete(1, WISH);
        var wipe = new Wipe(database, SMALL, DeletionObserver.NONE);
        database.run(tx -> {
            tx.query("select id from data limit 3 for key share", _ -> true);
            wipeUninterrupted(wipe, 1);
        });
        assertThat(counts("data", "document_candidate")).containsExactly(3L, 3L);

        crawls.send("second", "a.json", 100, 101);
        crawls.loadAll();
        markAndWipe(2);

        assertNothingIsLeftOver(0, 0);
    }

    @Test
    void losesNothingWhereLoadsBringTheSameDocumentsAllTheWhile() throws Exception {
        for (int i = 1; i <= 4; i++) {
            crawls.send("goes_" + i, "a.json", 0, 500);
        }
        crawls.loadAll();
        for (int i = 1; i <= 20; i++) {
            for (int part = 0; part < 500; part += 100) {
                crawls.send("stays", "f%d-%d.json".formatted(i, part), part, part + 100);
            }
        }
        var limits = new DeletionLimits(100, 20, 50, Duration.ofMillis(20));
        try (var threads = Executors.newCachedThreadPool()) {
            var loading = List.of(threads.submit(crawls::loadAll), threads.submit(crawls::loadAll));
            var wiping =
                    List.of(1L, 2L, 3L, 4L).stream()
                            .map(id -> {
                                new Marking(database).delete(id, WISH);
                                return threads.submit(() ->
                                        new Wipe(database, limits, DeletionObserver.NONE).wipe(id));
                            })
                            .toList();
            for (var one : wiping) {
                assertThat(one.get()).isInstanceOf(Wipe.Outcome.Wiped.class);
            }
            for (var one : loading) {
                one.get();
            }
        }

        // What loads held at the last look is looked at again, as every hour.
        new Wipe(database, limits, DeletionObserver.NONE).deleteRemembered();

        assertThat(crawls.setAside()).isZero();
        assertThat(counts("intake_receipt where outcome = 'stored'")).containsExactly(104L);
        assertNothingIsLeftOver(10_000, 500);
    }

    @Test
    void leavesNoOrphanWhereTheLastTwoUsersGoAtOnce() throws Exception {
        for (int i = 1; i <= 3; i++) {
            crawls.send("goes_" + i, "a.json", 0, 300);
        }
        crawls.loadAll();
        try (var threads = Executors.newCachedThreadPool()) {
            var wiping =
                    List.of(1L, 2L, 3L).stream()
                            .map(id -> threads.submit(() -> markAndWipe(id)))
                            .toList();
            for (var one : wiping) {
                one.get();
            }
        }

        assertNothingIsLeftOver(0, 0);
    }

    @Test
    void findsDocumentsThatOthersLeftBehind() throws InterruptedException {
        crawls.send("first", "a.json", 0, 30);
        crawls.loadAll();
        execute(
                "insert into data (hash_md5, data) select 'x' || n, '{}' from generate_series(1, 25) n");
        execute("insert into package_data (hash_md5, data) values ('x', '{}')");

        var deleted = new Orphans(database, SMALL, DeletionObserver.NONE).delete();

        assertThat(deleted).isEqualTo(new Orphans.Deleted(25, 1));
        assertNothingIsLeftOver(30, 30);
    }

    private Wipe.Outcome markAndWipe(long id) throws InterruptedException {
        assertThat(new Marking(database).delete(id, WISH))
                .isInstanceOf(Marking.Outcome.Marked.class);
        return new Wipe(database, SMALL, DeletionObserver.NONE).wipe(id);
    }

    private static void wipeUninterrupted(Wipe wipe, long id) {
        try {
            wipe.wipe(id);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNothingIsLeftOver(long releases, long documents) {
        assertThat(counts("release", "data", "document_candidate"))
                .containsExactly(releases, documents, 0L);
        assertThat(counts("data d where not exists (select from release where data_id = d.id)"))
                .containsExactly(0L);
    }

    private long terminateWaiting() {
        return database.transaction(tx ->
                        tx.queryOne(
                                "select count(pg_terminate_backend(pid)) as n from pg_stat_activity"
                                        + " where datname = current_database() and wait_event_type = 'Lock'",
                                row -> row.longValue("n")))
                .orElseThrow();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        database.run(tx -> tx.execute(sql));
    }

    private List<Long> counts(String... tables) {
        return List.of(tables).stream()
                .map(table ->
                        database.transaction(tx ->
                                        tx.queryOne(
                                                "select count(*) as n from " + table,
                                                row -> row.longValue("n")))
                                .orElseThrow())
                .toList();
    }

    private List<String> texts(String sql) {
        return database.transaction(tx -> tx.query(sql, row -> row.text("x")));
    }
}
