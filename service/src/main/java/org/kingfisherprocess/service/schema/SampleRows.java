package org.kingfisherprocess.service.schema;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Tx;

/// Made-up rows for rehearsals and benchmarks, in the tables of any of our versions: files of a
/// thousand releases, documents of which each tenth is used twice, compiled releases, records,
/// checks and notes. The same count gives the same rows.
public final class SampleRows {
    private static final int RELEASES_A_FILE = 1_000;
    private static final int FILES_A_COLLECTION = 100;

    private static final String HAS_FILES =
            """
            select exists (select from pg_attribute where attrelid = 'release'::regclass
                and attname = 'collection_file_id' and not attisdropped) as yes
            """;

    /// In the order of their foreign keys. `%5$s` and what follows it are the columns of later
    /// versions that have no default.
    private static final List<String> STATEMENTS =
            List.of(
                    """
                    insert into collection (source_id, data_version, store_start_at, store_end_at, sample, check_data, transform_type)
                    select 'sample_' || number, timestamp '2024-01-01' + number * interval '1 day',
                        timestamp '2024-01-01 00:00:05' + number * interval '1 day',
                        timestamp '2024-01-01 06:00' + number * interval '1 day', false, true, ''
                    from generate_series(1, greatest(1, %1$d / %2$d)) as number
                    """,
                    """
                    insert into collection (source_id, data_version, store_start_at, store_end_at, sample, transform_type,
                        transform_from_collection_id)
                    select source_id, data_version, store_start_at, store_end_at, sample, 'compile-releases', id
                    from collection where transform_type = '' order by id
                    """,
                    """
                    insert into collection_note (collection_id, note, stored_at)
                    select id, 'spider closed: finished', store_start_at from collection order by id
                    """,
                    """
                    insert into collection_file (collection_id, filename, url)
                    select (number - 1) / %3$d %% greatest(1, %1$d / %2$d) + 1, 'page-' || number || '.json',
                        'https://example.org/page-' || number || '.json'
                    from generate_series(1, greatest(1, %1$d / %4$d)) as number
                    """,
                    """
                    insert into collection_file_item (collection_file_id, number)
                    select id, 0 from collection_file order by id
                    """,
                    """
                    insert into package_data (hash_md5, data)
                    select md5('package ' || number), jsonb_build_object('version', '1.1', 'uri', 'https://example.org/' || number,
                        'publisher', jsonb_build_object('name', 'Sample publisher ' || number))
                    from generate_series(1, greatest(1, %1$d / %4$d)) as number
                    """,
                    """
                    insert into data (hash_md5, data)
                    select md5('document ' || number), jsonb_build_object('ocid', 'ocds-213czf-' || number, 'id', 'release-' || number,
                        'date', to_char(timestamp '2024-01-01' + number * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                        'tag', jsonb_build_array('tender'), 'language', 'en',
                        'tender', jsonb_build_object('id', number, 'title', repeat(md5(number::text) || ' ', 6)))
                    from generate_series(1, %1$d) as number
                    """,
                    """
                    insert into release (collection_file_item_id, release_id, ocid, data_id, package_data_id, collection_id%5$s)
                    select item.id, 'release-' || n, 'ocds-213czf-' || (n / 3), n - case when n %% 10 = 0 then 1 else 0 end,
                        file.id, file.collection_id%6$s
                    from generate_series(1, %1$d) as n
                    join collection_file file on file.id = least((n - 1) / %4$d + 1, greatest(1, %1$d / %4$d))
                    join collection_file_item item on item.collection_file_id = file.id
                    """,
                    """
                    insert into record (collection_file_item_id, ocid, data_id, package_data_id, collection_id%5$s)
                    select collection_file_item_id, ocid, data_id, package_data_id, collection_id%5$s from release
                    where id %% 50 = 0 order by id
                    """,
                    """
                    insert into compiled_release (collection_file_item_id, ocid, data_id, collection_id%5$s)
                    select collection_file_item_id, ocid, data_id, compiled.id%5$s from release
                    join collection compiled on compiled.transform_from_collection_id = collection_id
                    where release.id %% 5 = 0 order by release.id
                    """,
                    """
                    insert into release_check (release_id, override_schema_version, cove_output)
                    select id, '', '{"validation_errors": []}' from release where id %% 100 = 0 order by id
                    """,
                    """
                    insert into release_check_error (release_id, override_schema_version, error)
                    select id, '', 'the check was cut off' from release where id %% 10000 = 0 order by id
                    """,
                    """
                    insert into record_check (record_id, override_schema_version, cove_output)
                    select id, '', '{"validation_errors": []}' from record where id %% 2 = 0 order by id
                    """,
                    """
                    insert into record_check_error (record_id, override_schema_version, error)
                    select id, '', 'the check was cut off' from record where id %% 200 = 0 order by id
                    """);

    private SampleRows() {}

    /// Fills tables that are empty.
    public static void insert(Tx tx, int releases) throws SQLException {
        boolean files = tx.queryOne(HAS_FILES, row -> row.bool("yes")).orElseThrow();
        for (var statement : STATEMENTS) {
            tx.execute(
                    statement.formatted(
                            releases,
                            RELEASES_A_FILE * FILES_A_COLLECTION,
                            FILES_A_COLLECTION,
                            RELEASES_A_FILE,
                            files ? ", collection_file_id" : "",
                            files ? ", file.id" : ""));
        }
    }
}
