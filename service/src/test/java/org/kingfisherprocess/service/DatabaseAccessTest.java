package org.kingfisherprocess.service;

import static java.util.concurrent.TimeUnit.SECONDS;
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
import org.kingfisherprocess.service.schema.SampleDatabase;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

@Timeout(120)
final class DatabaseAccessTest {
    /// Less than a command waits for a server that is starting.
    private static final int PATIENCE = 15;

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

    @Test
    void doesNotWaitForTablesThatNobodyMakes() throws Exception {
        letOthersThrough();
        var data = home.resolve("data");
        var environment = Map.of("KINGFISHER_PROCESS_DATA_DIR", data.toString());
        var wiring = new Wiring(new SettingsReader(environment, home));
        var programs = EmbeddedSettings.DEFAULT.withPrograms(TestDatabases.anyPrograms());
        try (var threads = Executors.newSingleThreadExecutor();
                var _ = DataFolder.own(data, "a server");
                var postgres = EmbeddedPostgres.start(data, programs);
                var database = Database.open(postgres.settings().withPoolSize(2))) {
            SampleDatabase.fillAsVersionOne(database, 10);

            var command =
                    threads.submit(() ->
                            wiring.<Boolean>withDatabase(
                                    found -> found.transaction(Schema::ready)));
            var upgrade = threads.submit(() -> wiring.upgrading().withDatabase(Schema::otherOwner));

            assertThat(command.get(PATIENCE, SECONDS)).isFalse();
            assertThat(upgrade.get(PATIENCE, SECONDS)).contains("v1");
        }
    }

    private void letOthersThrough() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    }
}
