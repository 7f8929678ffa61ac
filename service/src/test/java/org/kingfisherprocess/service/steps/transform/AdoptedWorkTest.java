package org.kingfisherprocess.service.steps.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Phase;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.migrate.Statement;
import org.kingfisherprocess.service.schema.SampleDatabase;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.testing.TestDatabases;

/// What becomes of the collections of another program, whose tables were made ours: what it had
/// ended stays as it is, what it had only begun is done.
@Timeout(120)
final class AdoptedWorkTest {
    private static final CollectionKey ENDED =
            new CollectionKey("ended", LocalDateTime.of(2020, 1, 2, 0, 0), false);

    /// Of two crawls that ended: 1 to 3, of which the first item is upgraded by half and nothing is
    /// compiled; 4 to 6, of which all was made, with a result that is not ours.
    private static final String COLLECTIONS =
            """
            insert into collection (source_id, data_version, store_start_at, store_end_at, sample, transform_type,
                transform_from_collection_id%1$s) values
                ('begun', '2020-01-02 00:00+00', now(), '2020-01-03', false, '', null%2$s),
                ('begun', '2020-01-02 00:00+00', now(), null, false, 'upgrade-1-0-to-1-1', 1%3$s),
                ('begun', '2020-01-02 00:00+00', now(), null, false, 'compile-releases', 2%3$s),
                ('ended', '2020-01-02 00:00+00', now(), '2020-01-03', false, '', null%2$s),
                ('ended', '2020-01-02 00:00+00', now(), '2020-01-03', false, 'upgrade-1-0-to-1-1', 4%2$s),
                ('ended', '2020-01-02 00:00+00', now(), '2020-01-03', false, 'compile-releases', 5%2$s);
            insert into data (hash_md5, data)
            select md5(n::text), jsonb_build_object('ocid', 'o' || (n + 1) / 2, 'id', n, 'date', '2020-01-0' || n || 'T00:00:00Z')
            from generate_series(1, 4) as n;
            insert into data (hash_md5, data) values (md5('theirs'), '{"theirs": true}');
            insert into package_data (hash_md5, data) values (md5('p'), '{}');
            """;

    private static final String ROWS_OF_V1 =
            """
            create table alembic_version (version_num varchar(32) not null constraint alembic_version_pkc primary key);
            insert into alembic_version values ('f8593a57e002');
            insert into collection_file (collection_id, filename, url) values
                (1, 'a.json', ''), (2, 'a.json', ''), (4, 'a.json', ''), (5, 'a.json', ''), (6, 'o1.json', '');
            insert into collection_file_item (collection_file_id, number) select id, 0 from collection_file;
            insert into release (collection_id, collection_file_item_id, ocid, release_id, data_id, package_data_id)
            select c, i, 'o' || (n + 1) / 2, n, n, 1
            from (values (1, 1), (2, 2), (4, 3), (5, 4)) as t (c, i), generate_series(1, 4) as n where c <> 2 or n < 3;
            insert into compiled_release (collection_id, collection_file_item_id, ocid, data_id) values (6, 5, 'o1', 5);
            """;

    private static final String ROWS_OF_V2 =
            """
            insert into collection_file (collection_id, filename, url, compilation_started) values
                (1, 'a.json', '', false), (1, 'late.json', '', false), (4, 'a.json', '', false), (5, 'a.json', '', false),
                (6, 'o1.json', '', false);
            insert into release (collection_id, collection_file_id, ocid, release_id, release_date, data_id, package_data_id)
            select c, f, 'o' || (n + 1) / 2, n, '2020-01-0' || n, n, 1
            from (values (1, 1), (4, 3), (5, 4)) as t (c, f), generate_series(1, 4) as n;
            insert into compiled_release (collection_id, collection_file_id, ocid, release_date, data_id)
            values (6, 5, 'o1', '2020-01-02', 5);
            update collection set compilation_started = true where transform_type = 'compile-releases';
            insert into processing_step (collection_id, collection_file_id, name, ocid)
            values (1, 2, 'LOAD', ''), (3, null, 'COMPILE', 'o1'), (1, 1, 'CHECK', '');
            """;

    @TempDir private Path folder;

    @Test
    void goesOnWhereVersion1WasAndLeavesWhatItHadEnded() {
        var place = TestDatabases.empty();
        var v1 = (Statement) Schema.migrations().getFirst().steps().getFirst().change();
        script(place, v1.sql() + COLLECTIONS.formatted("", "", "") + ROWS_OF_V1);

        adopt(place);

        try (var pipeline = new TestPipeline(folder, place)) {
            assertThat(completed(pipeline))
                    .containsExactly("1 true", "2 false", "3 false", "4 true", "5 true", "6 true");
            pipeline.work();
            assertThat(pipeline.notes()).isEmpty();
            assertAllIsMade(pipeline);
        }
    }

    @Test
    void goesOnWhereVersion2WasAndNamesTheFilesThatItHadNotLoaded() throws IOException {
        var place = TestDatabases.empty();
        script(
                place,
                tablesOfV2()
                        + COLLECTIONS.formatted(
                                ", options, steps, data_type, compilation_started, scrapyd_job, compilation_enqueued, completed_at",
                                ", '{}', '[]', '{}', false, '', false, '2020-01-04'",
                                ", '{}', '[]', '{}', false, '', false, null")
                        + ROWS_OF_V2);

        adopt(place);

        try (var pipeline = new TestPipeline(folder, place)) {
            assertThat(pipeline.rows("select id as row from collection where check_data"))
                    .containsExactly("1");
            assertThat(
                            pipeline.rows(
                                    "select filename || ' ' || errors as row from collection_file where errors is not null"))
                    .singleElement()
                    .asString()
                    .contains("late.json", "v2 had not loaded it");
            pipeline.work();
            assertThat(pipeline.notes())
                    .containsExactly(
                            "ERROR: 1 files were not loaded by Kingfisher Process v2: load them with add-files");
            assertAllIsMade(pipeline);
        }
    }

    @Test
    void compilesWhatComesWhileTablesAreMadeOursAndNothingElse() {
        var place = TestDatabases.empty();
        var v1 = (Statement) Schema.migrations().getFirst().steps().getFirst().change();
        script(place, v1.sql() + COLLECTIONS.formatted("", "", "") + ROWS_OF_V1);
        adopt(place, RunOptions.everything().only(Phase.EXPAND));
        try (var pipeline = new TestPipeline(folder, place)) {
            late(pipeline);
            pipeline.load();

            adopt(place);

            assertThat(completed(pipeline)).contains("1 true", "6 false");
            pipeline.work();
            assertThat(completed(pipeline)).allMatch(line -> line.endsWith("true"));
            assertLateOnly(pipeline);
        }
    }

    private static void assertAllIsMade(TestPipeline pipeline) {
        assertThat(completed(pipeline)).allMatch(line -> line.endsWith("true"));
        assertThat(pipeline.number("select count(*) as n from processing_step")).isZero();
        assertThat(
                        pipeline.rows(
                                "select ocid || ' ' || release_id as row from release where collection_id = 2 order by 1"))
                .containsExactly("o1 1", "o1 2", "o2 3", "o2 4");
        assertThat(compiled(pipeline, 3)).containsExactly("o1 2020-01-02", "o2 2020-01-04");
        assertThat(compiled(pipeline, 6)).containsExactly("o1 theirs");

        late(pipeline);
        pipeline.run();

        assertLateOnly(pipeline);
    }

    private static void late(TestPipeline pipeline) {
        pipeline.file(
                ENDED,
                "late.json",
                "release_package",
                "{\"releases\": [{\"ocid\": \"o7\", \"id\": \"7\", \"date\": \"2020-01-07T00:00:00Z\"}]}");
    }

    private static void assertLateOnly(TestPipeline pipeline) {
        assertThat(compiled(pipeline, 6)).containsExactly("o1 theirs", "o7 2020-01-07");
    }

    private static List<String> compiled(TestPipeline pipeline, int collection) {
        return pipeline.rows(
                "select c.ocid || ' ' || coalesce(left(d.data ->> 'date', 10), 'theirs') as row from compiled_release c join data d on d.id = c.data_id where c.collection_id = %d order by 1"
                        .formatted(collection));
    }

    private static List<String> completed(TestPipeline pipeline) {
        return pipeline.rows(
                "select id || ' ' || (completed_at is not null) as row from collection order by id");
    }

    private static void adopt(DatabaseSettings place) {
        adopt(place, RunOptions.everything());
    }

    private static void adopt(DatabaseSettings place, RunOptions options) {
        try (var database = Database.open(place)) {
            var settings = MigratorSettings.by("test").givingUpAfter(Duration.ofSeconds(30));
            Schema.adoptOrUpgrade(database, settings, options, _ -> {});
        }
    }

    private static void script(DatabaseSettings place, String sql) {
        try (var database = Database.open(place)) {
            database.run(tx -> {
                try (var statement = tx.connection().createStatement()) {
                    statement.execute(sql);
                }
            });
        }
    }

    private static String tablesOfV2() throws IOException {
        try (var file = SampleDatabase.class.getResourceAsStream("sample-v2-tables.sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
        }
    }
}
