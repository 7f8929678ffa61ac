package org.kingfisherprocess.service.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

final class SchemaTest {
    @Test
    void doesNothingOnADatabaseThatIsUpToDate() {
        try (var database = Database.open(TestDatabases.migrated())) {
            assertThat(Schema.upgrade(database, MigratorSettings.by("test"), _ -> {})).isEmpty();
            assertThat(database.<Boolean>transaction(Schema::ready)).isTrue();
        }
    }
}
