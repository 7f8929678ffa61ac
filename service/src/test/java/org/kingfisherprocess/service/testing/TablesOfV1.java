package org.kingfisherprocess.service.testing;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.migrate.Statement;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;

/// A database as Kingfisher Process v1 leaves it, with rows in every table, and what must still be
/// true of the rows when the tables are ours.
public final class TablesOfV1 {
    @SuppressWarnings("InlineFormatString") // forty lines of SQL read better apart
    private static final String ROWS =
            """
            create table alembic_version (version_num varchar(32) not null constraint alembic_version_pkc primary key);
            insert into alembic_version values ('f8593a57e002');
            insert into collection (source_id, data_version, store_start_at, store_end_at, sample, transform_type,
                transform_from_collection_id, deleted_at, cached_releases_count)
            select 'source_' || (n / 3), timestamp '2020-01-02 03:04:05' + n / 3 * interval '1 day', '2020-01-02 03:04:06',
                case when n %% 2 = 0 then timestamp '2020-07-01 00:00' end, false,
                case n %% 3 when 0 then '' when 1 then 'upgrade-1-0-to-1-1' else 'compile-releases' end,
                case when n %% 3 > 0 then n / 3 * 3 + 1 end, null, n
            from generate_series(0, 8) as n;
            insert into collection_note (collection_id, note, stored_at)
            select 1 + n %% 9, 'note ' || n, timestamp '2020-03-29 02:30' + n * interval '1 minute' from generate_series(1, 30) as n;
            insert into collection_file (collection_id, filename, url, warnings)
            select 1 + n %% 9, 'file ' || n, 'https://example.com/' || n, '["w"]' from generate_series(1, %1$d / 20) as n;
            insert into collection_file_item (collection_file_id, number, errors)
            select 1 + n %% (%1$d / 20), n / (%1$d / 20), case when n %% 7 = 0 then '["e"]'::jsonb end
            from generate_series(0, %1$d / 10 - 1) as n;
            insert into data (hash_md5, data)
            select md5(n::text), case when n %% 10 = 0 then jsonb_build_object('n', n)
                else jsonb_build_object('date', '2021-05-06T07:08:' || n %% 60, 'n', n) end
            from generate_series(1, %1$d) as n;
            insert into package_data (hash_md5, data) select md5(n::text), jsonb_build_object('p', n) from generate_series(1, 20) as n;
            insert into release (collection_file_item_id, release_id, ocid, data_id, package_data_id, collection_id)
            select 1 + n %% (%1$d / 10), 'r' || n, 'ocds-' || n %% 500, n, 1 + n %% 20, 1 + n %% 9 from generate_series(1, %1$d) as n;
            delete from release where id %% 97 = 0;
            insert into record (collection_file_item_id, ocid, data_id, package_data_id, collection_id)
            select 1 + n %% (%1$d / 10), 'ocds-' || n %% 500, n, 1 + n %% 20, 1 + n %% 9 from generate_series(1, %1$d / 4) as n;
            insert into compiled_release (collection_file_item_id, ocid, data_id, collection_id)
            select 1 + n %% (%1$d / 10), 'ocds-' || n, n, 1 + n %% 9 from generate_series(1, %1$d / 4) as n;
            insert into release_check (release_id, override_schema_version, cove_output)
            select id, version, jsonb_build_object('v', version) from release, (values (''), ('1.1')) as v (version) where id %% 3 = 0;
            insert into record_check (record_id, override_schema_version, cove_output)
            select id, version, '{}' from record, (values (''), ('1.1')) as v (version) where id %% 3 = 0;
            insert into release_check_error (release_id, override_schema_version, error) select id, '', 'error' from release where id %% 50 = 0;
            insert into record_check_error (record_id, override_schema_version, error) select id, '', 'error' from record where id %% 50 = 0;
            insert into transform_upgrade_1_0_to_1_1_status_release select id from release where id %% 5 = 0;
            insert into transform_upgrade_1_0_to_1_1_status_record select id from record where id %% 5 = 0;
            """;

    /// The columns that version 1 has, of each table; checks with their overrides, which move.
    private static final List<String> TABLES =
            List.of(
                    """
                    select id, source_id, to_char(data_version, 'YYYY-MM-DD HH24:MI:SS'), to_char(store_start_at, 'YYYY-MM-DD HH24:MI:SS'),
                        to_char(store_end_at, 'YYYY-MM-DD HH24:MI:SS'), sample, check_data, transform_type,
                        transform_from_collection_id, deleted_at is null, cached_releases_count from collection\
                    """,
                    "select id, collection_id, note, to_char(stored_at, 'YYYY-MM-DD HH24:MI:SS') from collection_note",
                    "select id, collection_id, filename, warnings, url, errors from collection_file",
                    "select id, collection_file_id, number, warnings, errors from collection_file_item",
                    "select id, hash_md5, data from data",
                    "select id, hash_md5, data from package_data",
                    "select id, collection_file_item_id, release_id, ocid, data_id, package_data_id, collection_id from release",
                    "select id, collection_file_item_id, ocid, data_id, package_data_id, collection_id from record",
                    "select id, collection_file_item_id, ocid, data_id, collection_id from compiled_release",
                    "select release_id, override_schema_version, cove_output from release_check_override_or_not",
                    "select record_id, override_schema_version, cove_output from record_check_override_or_not",
                    "select id, release_id, override_schema_version, error from release_check_error",
                    "select id, record_id, override_schema_version, error from record_check_error",
                    "select source_release_id from transform_upgrade_1_0_to_1_1_status_release",
                    "select source_record_id from transform_upgrade_1_0_to_1_1_status_record");

    private static final String WRONG =
            """
            select 'release ' || r.id as line from release r join collection_file_item i on i.id = r.collection_file_item_id
                join data d on d.id = r.data_id
            where r.collection_file_id <> i.collection_file_id
                or r.release_date not in (coalesce(d.data ->> 'date', ''), 'as loaded')
            union all
            select 'record ' || r.id from record r join collection_file_item i on i.id = r.collection_file_item_id
            where r.collection_file_id <> i.collection_file_id
            union all
            select 'compiled_release ' || r.id from compiled_release r join collection_file_item i on i.id = r.collection_file_item_id
                join data d on d.id = r.data_id
            where r.collection_file_id <> i.collection_file_id or r.release_date <> coalesce(d.data ->> 'date', '')
            union all
            select 'check of ' || release_id from release_check where override_schema_version <> ''
            union all
            select 'invalid index ' || indexrelid::regclass from pg_index where not indisvalid
            """;

    private TablesOfV1() {}

    public static void create(Database database, int releases) {
        var tables = (Statement) Schema.migrations().getFirst().steps().getFirst().change();
        database.run(tx -> {
            try (var statement = tx.connection().createStatement()) {
                statement.execute(tables.sql());
                statement.execute(ROWS.formatted(releases));
            }
        });
    }

    /// A row in each table that loading writes, with the columns that our loader knows.
    public static void insertAsOurLoaderDoes(Tx tx) throws SQLException {
        tx.execute(
                "insert into collection (source_id, data_version, store_start_at, sample, transform_type) values ('new', now(), now(), false, '')");
        tx.execute(
                "insert into collection_file (collection_id, filename, url) select max(id), 'new', '' from collection");
        tx.execute(
                "insert into collection_file_item (collection_file_id, number) select max(id), 0 from collection_file");
        tx.execute(
                "insert into data (hash_md5, data) values ('new', '{}') on conflict (hash_md5) where hash_md5 <> '' do nothing");
        tx.execute(
                """
                insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id,
                    release_date, data_id, package_data_id)
                select (select max(id) from collection), (select max(id) from collection_file),
                    (select max(id) from collection_file_item), 'o', 'r', 'as loaded', (select max(id) from data), 1
                """);
    }

    /// One line for each table: how many rows, and a checksum of all that they hold.
    public static List<String> rows(Database database) {
        return database.transaction(tx -> {
            tx.execute("set local time zone 'UTC'");
            return TABLES.stream().map(query -> row(tx, query)).toList();
        });
    }

    private static String row(Tx tx, String query) {
        try {
            return tx.queryOne(
                            "select '%s ' || count(*) || ' ' || coalesce(md5(string_agg(r::text, ',' order by r::text)), '') as line from (%s) as r"
                                    .formatted(
                                            query.substring(query.lastIndexOf(' ') + 1),
                                            withOverrides(tx, query)),
                            row -> row.text("line"))
                    .orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private static String withOverrides(Tx tx, String query) throws SQLException {
        var moved =
                tx.queryOne(
                                "select to_regclass('release_check_override') is not null as yes",
                                row -> row.bool("yes"))
                        .orElseThrow();
        var text = query;
        for (var kind : List.of("release", "record")) {
            var columns =
                    "select %s_id, override_schema_version, cove_output from ".formatted(kind);
            text =
                    text.replace(
                            kind + "_check_override_or_not",
                            moved
                                    ? "(%1$s%2$s_check union all %1$s%2$s_check_override) as c"
                                            .formatted(columns, kind)
                                    : kind + "_check");
        }
        return text;
    }

    /// What the new columns say wrongly, and indexes that were left invalid.
    public static List<String> wrong(Database database) {
        return database.transaction(tx -> tx.query(WRONG, row -> row.text("line")));
    }

    public static long count(Database database, String question) {
        return database.transaction(tx ->
                tx.queryOne("select count(*) as n from " + question, row -> row.longValue("n"))
                        .orElseThrow());
    }
}
