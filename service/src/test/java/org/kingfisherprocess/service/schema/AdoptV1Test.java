package org.kingfisherprocess.service.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kingfisherprocess.service.migrate.MigrationEvent;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Phase;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.migrate.Throttle;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.Catalog;
import org.kingfisherprocess.service.testing.TablesOfV1;
import org.kingfisherprocess.service.testing.TestDatabases;

@SuppressWarnings("NullAway.Init")
@Timeout(120)
final class AdoptV1Test {
    private static final MigratorSettings SETTINGS =
            MigratorSettings.by("test")
                    .givingUpAfter(Duration.ofSeconds(30))
                    .withThrottle(Throttle.NONE.withBatchesOf(500));

    private Database database;
    private List<String> rows;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.empty());
        TablesOfV1.create(database, 2_000);
        rows = TablesOfV1.rows(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesTheTablesWhatTheyAreInAFreshDatabaseAndKeepsEveryRow() {
        adopt(_ -> {});

        assertAdopted();
        assertThat(database.<Boolean>transaction(Schema::ready)).isTrue();
        assertThat(Schema.upgrade(database, SETTINGS, _ -> {})).isEmpty();
    }

    @Test
    void isReadyToLoadLongBeforeItIsDone() {
        Schema.adoptOrUpgrade(
                database, SETTINGS, RunOptions.everything().only(Phase.EXPAND), _ -> {});

        var range = database.transaction(Schema::range);
        assertThat(range.ready()).isTrue();
        assertThat(range.readyForSteps()).isFalse();
        assertThat(range.reason()).contains("are being made ours");
        database.run(TablesOfV1::insertAsOurLoaderDoes);
        rows = TablesOfV1.rows(database);

        adopt(_ -> {});

        assertAdopted();
        assertThat(database.transaction(Schema::range).readyForSteps()).isTrue();
        assertThat(TablesOfV1.count(database, "release where release_date = 'as loaded'"))
                .isEqualTo(1);
    }

    @Test
    void goesOnAfterBeingCutOffAnywhere() {
        var random = new Random(6);
        var cuts = new ArrayList<String>();
        for (boolean done = false; !done; ) {
            int left = 5 + random.nextInt(25);
            var events = new ArrayList<MigrationEvent>();
            try {
                adopt(event -> {
                    events.add(event);
                    if (events.size() > left) {
                        throw new CutOff();
                    }
                });
                done = true;
            } catch (CutOff _) {
                cuts.add(events.getLast().text());
            }
        }

        assertThat(cuts).hasSizeGreaterThan(5);
        assertAdopted();
    }

    @Test
    void loadsAfterTheLongStepWasTakenBack() {
        assertThatThrownBy(() ->
                        adopt(event -> {
                            if (event.text()
                                    .contains("validate constraint \"release_is_complete")) {
                                throw new CutOff();
                            }
                        }))
                .isInstanceOf(CutOff.class);

        Schema.migrator(database, SETTINGS).abort(_ -> {});

        assertThat(database.transaction(Schema::range).ready()).isTrue();
        assertThat(
                        TablesOfV1.count(
                                database,
                                "information_schema.columns where column_name like '%\\_\\_new'"))
                .isZero();
        database.run(TablesOfV1::insertAsOurLoaderDoes);
        rows = TablesOfV1.rows(database);
        adopt(_ -> {});
        assertAdopted();
    }

    @Test
    void needsNoKeyThatSomebodyHasDropped() {
        database.run(
                tx -> tx.execute("alter table release drop constraint fk_release_collection_id"));

        adopt(_ -> {});

        assertAdopted();
    }

    @Test
    void sendsAnOlderVersion1ToItsLastMigrationFirst() {
        database.run(tx -> tx.execute("update alembic_version set version_num = '0123456789ab'"));

        assertThatThrownBy(() -> adopt(_ -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("0123456789ab")
                .hasMessageContaining("f8593a57e002")
                .hasMessageContaining("Nothing was changed");
    }

    @Test
    void isAskedForAndDoesNotHappenByItself() {
        var before = Catalog.of(database);

        assertThatThrownBy(() -> Schema.upgrade(database, SETTINGS, _ -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("upgrade-database");
        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    private void adopt(MigrationListener listener) {
        Schema.adoptOrUpgrade(database, SETTINGS, RunOptions.everything(), listener);
    }

    private void assertAdopted() {
        try (var fresh = Database.open(TestDatabases.migrated())) {
            assertThat(Catalog.of(database)).isEqualTo(Catalog.of(fresh));
        }
        assertThat(TablesOfV1.rows(database)).isEqualTo(rows);
        assertThat(TablesOfV1.wrong(database)).isEmpty();
    }

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
