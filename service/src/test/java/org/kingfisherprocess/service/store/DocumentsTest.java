package org.kingfisherprocess.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

final class DocumentsTest {
    private static final String X = "0".repeat(32);
    private static final String Y = "f".repeat(32);

    @Test
    void areStoredOnceEachAlsoByTransactionsThatDeadlock() throws Exception {
        try (var database = Database.open(TestDatabases.migrated().withPoolSize(3));
                var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var begun = new CountDownLatch(2);
            var one = threads.submit(() -> storeInTwoChunks(database, begun, X, Y));
            var other = threads.submit(() -> storeInTwoChunks(database, begun, Y, X));

            assertThat(one.get()).containsOnlyKeys(X, Y).isEqualTo(other.get());
            long stored =
                    database.transaction(tx ->
                                    tx.queryOne(
                                            "select count(*) as n from data",
                                            row -> row.longValue("n")))
                            .orElseThrow();
            assertThat(stored).isEqualTo(2);
        }
    }

    private static Map<String, Long> storeInTwoChunks(
            Database database, CountDownLatch begun, String first, String second) {
        var documents = Documents.ofData();
        return database.transaction(tx -> {
            var ids = documents.store(tx, List.of(new Documents.Hashed(first, "{}"))).ids();
            begun.countDown();
            await(begun);
            ids.putAll(documents.store(tx, List.of(new Documents.Hashed(second, "{}"))).ids());
            return ids;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
