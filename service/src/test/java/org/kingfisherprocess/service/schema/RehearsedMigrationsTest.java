package org.kingfisherprocess.service.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;
import org.kingfisherprocess.service.upgrade.Rehearsal;

/// Our own migrations lock and rewrite what their plan says, and nothing besides.
@Timeout(300)
final class RehearsedMigrationsTest {
    private static final MigratorSettings SETTINGS = MigratorSettings.by("test");
    private static final int RELEASES = 2_000;

    @Test
    void adoptsVersion1AsPlanned() {
        rehearse(database -> SampleDatabase.fillAsVersionOne(database, RELEASES));
    }

    @Test
    void adoptsVersion2AsPlanned() {
        rehearse(database -> SampleDatabase.fillAsVersionTwo(database, RELEASES));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void upgradesAnOlderVersionOfOursAsPlanned(int version) {
        rehearse(database -> SampleDatabase.fill(database, version, RELEASES));
    }

    private static void rehearse(Consumer<Database> fill) {
        try (var database = Database.open(TestDatabases.empty())) {
            fill.accept(database);
            var plan = Schema.plan(database, SETTINGS, RunOptions.everything());
            assertThat(plan.steps()).isNotEmpty();

            var steps =
                    new Rehearsal(database, Schema.prepared(database, SETTINGS))
                            .run(plan, RunOptions.everything());

            assertThat(steps).hasSameSizeAs(plan.steps());
            assertThat(steps)
                    .allSatisfy(step ->
                            assertThat(step.surprises()).as(step.address().toString()).isEmpty());
            assertThat(database.<Boolean>transaction(Schema::ready)).isTrue();
        }
    }
}
