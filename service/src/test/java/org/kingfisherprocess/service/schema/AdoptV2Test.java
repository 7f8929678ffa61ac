package org.kingfisherprocess.service.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Phase;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.migrate.Throttle;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.testing.Catalog;
import org.kingfisherprocess.service.testing.TablesOfV1;
import org.kingfisherprocess.service.testing.TestDatabases;

@SuppressWarnings("NullAway.Init")
@Timeout(120)
final class AdoptV2Test {
    private static final Path FACTS =
            Path.of("..", "..", "shared", "spec", "database", "schema-v2.sql");

    private static final MigratorSettings SETTINGS =
            MigratorSettings.by("test")
                    .givingUpAfter(Duration.ofSeconds(30))
                    .withThrottle(Throttle.NONE.withBatchesOf(500));

    private static final String ROWS =
            """
            insert into collection (source_id, data_version, store_start_at, sample, transform_type, options, steps, data_type,
                compilation_started, scrapyd_job, compilation_enqueued)
            select 's' || n, now(), now(), false, '', '{}', '["compile"]', '{}', true, 'job', true from generate_series(1, 5) as n;
            insert into collection_note (collection_id, note, stored_at, code, data) values (1, 'note', now(), 'INFO', '{}');
            insert into collection_file (collection_id, filename, url, compilation_started)
            select 1 + n % 5, 'f' || n, 'u', false from generate_series(1, 100) as n;
            delete from collection_file where id = 50;
            insert into data (hash_md5, data) select md5(n::text), jsonb_build_object('n', n) from generate_series(1, 2000) as n;
            insert into package_data (hash_md5, data) values ('', '{}'), ('', '{}');
            insert into release (release_id, ocid, collection_id, data_id, package_data_id, release_date, collection_file_id)
            select 'r' || n, 'o' || n, 1, n, 1, '2021', 1 + n % 49 from generate_series(1, 2000) as n;
            insert into record (ocid, collection_id, data_id, package_data_id, collection_file_id)
            select 'o' || n, 1, n, 1, 1 + n % 49 from generate_series(1, 500) as n;
            insert into compiled_release (ocid, collection_id, data_id, release_date, collection_file_id)
            select 'o' || n, 1, n, '2021', 51 + n % 49 from generate_series(1, 500) as n;
            insert into release_check (release_id, cove_output) select id, '{}' from release where id % 3 = 0;
            insert into processing_step (collection_id, collection_file_id, name, ocid) values (1, 1, 'LOAD', '');
            """;

    private static final int FILES_WITH_DOCUMENTS = 98;

    private static final List<String> KEPT =
            List.of(
                    "collection_note",
                    "data",
                    "package_data",
                    "(select id, release_id, ocid, collection_id, data_id, package_data_id, release_date, collection_file_id from release) as r",
                    "(select id, ocid, collection_id, data_id, package_data_id, collection_file_id from record) as r",
                    "(select id, ocid, collection_id, data_id, release_date, collection_file_id from compiled_release) as r",
                    "(select id, release_id, cove_output from release_check) as r",
                    "(select id, collection_id, filename, url from collection_file) as r");

    private Database database;
    private List<String> rows;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.empty());
        database.run(tx -> {
            script(tx, Scripts.read("sample-v2-tables.sql"));
            script(tx, ROWS);
        });
        rows = rows();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void startsFromExactlyTheTablesOfV2() throws IOException {
        assumeTrue(Files.exists(FACTS), "the facts about v2's tables are not beside this checkout");
        var statements =
                Files.readString(FACTS).lines().collect(Collectors.joining("\n")).split(";\n", -1);
        var script = new StringBuilder();
        for (var statement : statements) {
            var text = statement.strip();
            if (text.startsWith("CREATE") || text.startsWith("ALTER")) {
                script.append(text).append(";\n");
            }
        }
        try (var facts = Database.open(TestDatabases.empty())) {
            facts.run(tx -> script(tx, script.toString()));
            assertThat(withoutDjango(Catalog.of(database)))
                    .isEqualTo(withoutDjango(Catalog.of(facts)));
        }
    }

    @Test
    void makesTheTablesWhatTheyAreInAFreshDatabaseAndKeepsEveryRow() {
        adopt(_ -> {});

        assertAdopted();
    }

    @Test
    void goesOnAfterBeingCutOffAnywhere() {
        int cuts = 0;
        for (boolean done = false; !done; cuts++) {
            var left = new AtomicInteger(25);
            try {
                adopt(_ -> {
                    if (left.decrementAndGet() == 0) {
                        throw new CutOff();
                    }
                });
                done = true;
            } catch (CutOff _) {
                assertThat(cuts).isLessThan(50);
            }
        }

        assertThat(cuts).isGreaterThan(3);
        assertAdopted();
    }

    @Test
    void isReadyToLoadLongBeforeItIsDone() {
        Schema.adoptOrUpgrade(
                database, SETTINGS, RunOptions.everything().only(Phase.EXPAND), _ -> {});
        assertThat(database.transaction(Schema::range).ready()).isTrue();
        database.run(TablesOfV1::insertAsOurLoaderDoes);

        adopt(_ -> {});

        assertThat(TablesOfV1.count(database, "release where release_date = 'as loaded'"))
                .isEqualTo(1);
        assertThat(TablesOfV1.count(database, "collection_file_item"))
                .isEqualTo(FILES_WITH_DOCUMENTS + 1);
    }

    @Test
    void givesNoItemToFilesThatOurLoaderStoresMeanwhile() {
        Schema.adoptOrUpgrade(
                database, SETTINGS, RunOptions.everything().only(Phase.EXPAND), _ -> {});
        database.run(tx -> {
            tx.execute(
                    "insert into collection_file (collection_id, filename, url) select 1, n, '' from unnest(array['items', 'error 1', 'error 2']) as n");
            tx.execute(
                    "insert into collection_file_item (collection_file_id, number) select id, n from collection_file, generate_series(1, 3) as n where filename = 'items'");
            tx.execute(
                    """
                    insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id,
                        release_date, data_id, package_data_id)
                    select 1, i.collection_file_id, i.id, 'o', 'r', 'as loaded', 1, 1 from collection_file_item i
                    """);
        });

        adopt(_ -> {});

        assertThat(
                        TablesOfV1.count(
                                database,
                                "collection_file f join collection_file_item i on i.collection_file_id = f.id where f.url = ''"))
                .isEqualTo(3);
        assertThat(
                        TablesOfV1.count(
                                database,
                                "release r join collection_file_item i on i.id = r.collection_file_item_id where r.release_date = 'as loaded' and i.number > 0"))
                .isEqualTo(3);
    }

    @Test
    void sendsAnOlderVersion2ToItsLastMigrationFirst() {
        database.run(tx -> tx.execute("alter table compiled_release drop column release_date"));

        assertThatThrownBy(() -> adopt(_ -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("manage.py migrate")
                .hasMessageContaining("Nothing was changed");
    }

    private void adopt(MigrationListener listener) {
        Schema.adoptOrUpgrade(database, SETTINGS, RunOptions.everything(), listener);
    }

    private void assertAdopted() {
        try (var fresh = Database.open(TestDatabases.migrated())) {
            assertThat(Catalog.of(database)).isEqualTo(Catalog.of(fresh));
        }
        assertThat(rows()).isEqualTo(rows);
        for (var table : List.of("release", "record", "compiled_release")) {
            assertThat(
                            TablesOfV1.count(
                                    database,
                                    "%s r join collection_file_item i on i.id = r.collection_file_item_id where i.collection_file_id <> r.collection_file_id"
                                            .formatted(table)))
                    .isZero();
        }
        assertThat(TablesOfV1.count(database, "collection_file_item"))
                .isEqualTo(FILES_WITH_DOCUMENTS);
        assertThat(TablesOfV1.count(database, "pg_index where not indisvalid")).isZero();
    }

    private List<String> rows() {
        return database.transaction(tx ->
                KEPT.stream()
                        .map(table -> {
                            try {
                                return tx.queryOne(
                                                "select count(*) || ' ' || md5(string_agg(t::text, ',' order by t::text)) as line from (select * from %s) as t"
                                                        .formatted(table),
                                                row -> row.text("line"))
                                        .orElseThrow();
                            } catch (java.sql.SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .toList());
    }

    private static List<String> withoutDjango(List<String> catalog) {
        return catalog.stream().filter(line -> !line.contains("django")).toList();
    }

    private static void script(Tx tx, String sql) throws java.sql.SQLException {
        try (var statement = tx.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
