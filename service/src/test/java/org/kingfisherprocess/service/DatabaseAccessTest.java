package org.kingfisherprocess.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.embedded.EmbeddedSettings;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

@Timeout(120)
final class DatabaseAccessTest {
    @TempDir private Path home;

    @Test
    void waitsForThePostgresqlAndTheTablesOfAServerThatIsStarting() throws Exception {
        letOthersThrough();
        var data = home.resolve("data");
        var environment = Map.of("KINGFISHER_PROCESS_DATA_DIR", data.toString());
        var wiring = new Wiring(new SettingsReader(environment, home));
        try (var threads = Executors.newSingleThreadExecutor();
                var _ = DataFolder.own(data, "a server that is starting")) {
            var command =
                    threads.submit(() ->
                            wiring.<Boolean>withDatabase(
                                    database -> database.transaction(Schema::ready)));
            var programs = EmbeddedSettings.DEFAULT.withPrograms(TestDatabases.anyPrograms());
            try (var postgres = EmbeddedPostgres.start(data, programs)) {
                try (var database = Database.open(postgres.settings().withPoolSize(2))) {
                    DatabaseAccess.upgrade(database, _ -> {});
                }

                assertThat(command.get()).isTrue();
            }
        }
    }

    private void letOthersThrough() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    }
}
