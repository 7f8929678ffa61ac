package org.kingfisherprocess.service.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

final class PagesWithoutDatabaseTest {
    @Test
    void saysThatPostgreSqlIsAwayAndShowsThePagesWhenItIsBack(@TempDir Path folder) {
        var postgres = EmbeddedPostgres.start(folder);
        try (var server = new PagesServer(postgres.settings())) {
            try (var database = Database.open(postgres.settings())) {
                Schema.upgrade(database, MigratorSettings.by("test"), _ -> {});
            }
            assertThat(server.get("/app/collection").statusCode()).isEqualTo(200);

            postgres.stop();
            server.spoolIs(PagesServer.WAITING);
            for (var path :
                    new String[] {
                        "/app/collection", "/app/collection/1", "/app/collection/1/file"
                    }) {
                var answer = server.get(path);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("10");
                assertThat(answer.body())
                        .contains(
                                "<h1>Not available right now</h1>",
                                "PostgreSQL cannot be reached.",
                                "1,234 submissions wait on disk to be loaded, the oldest for 3 minutes");
            }
            assertThat(server.page("/app").select("[role=status] h2").eachText())
                    .contains("PostgreSQL does not serve the pages");
        } finally {
            postgres.stop();
        }
    }

    @Test
    void saysThatTheTablesAreNotThereYet() {
        try (var server = new PagesServer(TestDatabases.empty())) {
            var answer = server.get("/app/collection", "*/*");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .startsWith("PostgreSQL has not got the tables")
                    .contains("nothing is lost: none waits to be loaded now");
            assertThat(server.get("/app").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void waitsOnlyShortlyForATableThatIsLocked() {
        var settings = TestDatabases.migrated();
        try (var server = new PagesServer(settings);
                var database = Database.open(settings)) {
            database.run(tx -> {
                tx.execute("lock table collection in access exclusive mode");
                var begun = System.nanoTime();
                var answer = server.get("/app/collection");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("a table is locked");
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isLessThan(Duration.ofSeconds(4));
            });
            assertThat(server.get("/app/collection").statusCode()).isEqualTo(200);
        }
    }
}
