package org.kingfisherprocess.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.queue.Workers;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

/// A process that does steps for servers on other machines.
final class WorkTest {
    private static final Terminal TERMINAL =
            new Terminal(
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(new StringWriter()),
                    true,
                    false);

    @TempDir private Path home;

    @Test
    void doesStepsIsSeenAndLeavesTheListWhenItIsStopped() throws Exception {
        var place = TestDatabases.migrated();
        var uri =
                place.url()
                        .replace("jdbc:", "")
                        .replace("//", "//%s:%s@".formatted(place.user(), place.password()));
        var wiring = wiring(Map.of("KINGFISHER_PROCESS_DB_URI", uri));
        var work = new Work(wiring.settings(), wiring, TERMINAL);
        try (var database = Database.open(place.withPoolSize(2));
                var threads = Executors.newCachedThreadPool()) {
            database.run(tx -> {
                tx.execute(
                        """
                        insert into collection (source_id, data_version, sample, transform_type, store_start_at, store_end_at)
                        values ('source', now(), false, '', now(), now())
                        """);
                tx.execute(
                        "insert into processing_step (collection_id, name) values (1, 'FINISH')");
            });

            var ended = threads.submit(() -> work.untilStopped(2));

            await().atMost(Duration.ofSeconds(30)).until(() -> completed(database));
            assertThat(database.transaction(new Workers()::list))
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.self().threads()).isEqualTo(2));
            work.stop();
            assertThat(ended.get()).isZero();
            assertThat(database.transaction(new Workers()::list)).isEmpty();
        }
    }

    @Test
    void needsAPostgresqlThatOthersReach() {
        var wiring = wiring(Map.of());

        assertThatThrownBy(() -> new Work(wiring.settings(), wiring, TERMINAL).untilStopped(2))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("KINGFISHER_PROCESS_DB_URI");
    }

    private static boolean completed(Database database) {
        return database.transaction(tx ->
                        tx.queryOne(
                                "select completed_at is not null as done from collection",
                                row -> row.bool("done")))
                .orElseThrow();
    }

    private Wiring wiring(Map<String, String> environment) {
        return new Wiring(new SettingsReader(environment, home));
    }
}
