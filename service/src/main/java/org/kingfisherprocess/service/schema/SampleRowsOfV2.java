package org.kingfisherprocess.service.schema;

import java.sql.SQLException;
import java.util.List;
import org.kingfisherprocess.service.sql.Tx;

/// Made-up rows in the tables of Kingfisher Process v2, in the proportions of [SampleRows]. The
/// same count gives the same rows.
final class SampleRowsOfV2 {
    private static final int RELEASES_A_FILE = 1_000;
    private static final int FILES_A_COLLECTION = 100;

    /// In the order of their foreign keys.
    private static final List<String> STATEMENTS =
            List.of(
                    """
                    insert into collection (source_id, data_version, store_start_at, store_end_at, sample, transform_type,
                        options, steps, data_type, compilation_started, scrapyd_job, compilation_enqueued)
                    select 'sample_' || number, timestamptz '2024-01-01Z' + number * interval '1 day',
                        timestamptz '2024-01-01Z' + number * interval '1 day',
                        timestamptz '2024-01-01 06:00Z' + number * interval '1 day', false, '',
                        '{}', '["compile"]', '{"format": "release package"}', true, 'job-' || number, true
                    from generate_series(1, greatest(1, %1$d / %2$d)) as number
                    """,
                    """
                    insert into collection (source_id, data_version, store_start_at, sample, transform_type,
                        transform_from_collection_id, options, steps, data_type, compilation_started, scrapyd_job,
                        compilation_enqueued)
                    select source_id, data_version, store_start_at, sample, 'compile-releases', id, options, '[]', '{}', true, '', true
                    from collection order by id
                    """,
                    """
                    insert into collection_note (collection_id, note, stored_at, code, data)
                    select id, 'spider closed: finished', store_start_at, 'INFO', '{}' from collection order by id
                    """,
                    """
                    insert into collection_file (collection_id, filename, url, compilation_started)
                    select (number - 1) / %3$d %% greatest(1, %1$d / %2$d) + 1, 'page-' || number || '.json',
                        'https://example.org/page-' || number || '.json', true
                    from generate_series(1, greatest(1, %1$d / %4$d)) as number
                    """,
                    """
                    insert into package_data (hash_md5, data)
                    select md5('package ' || number), jsonb_build_object('version', '1.1', 'uri', 'https://example.org/' || number)
                    from generate_series(1, greatest(1, %1$d / %4$d)) as number
                    """,
                    """
                    insert into data (hash_md5, data)
                    select md5('document ' || number), jsonb_build_object('ocid', 'ocds-213czf-' || number, 'id', 'release-' || number,
                        'date', to_char(timestamp '2024-01-01' + number * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                        'tender', jsonb_build_object('id', number, 'title', repeat(md5(number::text) || ' ', 6)))
                    from generate_series(1, %1$d) as number
                    """,
                    """
                    insert into release (release_id, ocid, collection_id, data_id, package_data_id, release_date, collection_file_id)
                    select 'release-' || n, 'ocds-213czf-' || (n / 3), file.collection_id,
                        n - case when n %% 10 = 0 then 1 else 0 end, file.id, d.data ->> 'date', file.id
                    from generate_series(1, %1$d) as n
                    join collection_file file on file.id = least((n - 1) / %4$d + 1, greatest(1, %1$d / %4$d))
                    join data d on d.id = n
                    """,
                    """
                    insert into record (ocid, collection_id, data_id, package_data_id, collection_file_id)
                    select ocid, collection_id, data_id, package_data_id, collection_file_id from release
                    where id %% 50 = 0 order by id
                    """,
                    """
                    insert into compiled_release (ocid, collection_id, data_id, release_date, collection_file_id)
                    select ocid, compiled.id, data_id, release_date, collection_file_id from release
                    join collection compiled on compiled.transform_from_collection_id = collection_id
                    where release.id %% 5 = 0 order by release.id
                    """,
                    """
                    insert into release_check (release_id, cove_output)
                    select id, '{"validation_errors": []}' from release where id %% 100 = 0 order by id
                    """);

    private SampleRowsOfV2() {}

    /// Fills tables that are empty.
    static void insert(Tx tx, int releases) throws SQLException {
        for (var statement : STATEMENTS) {
            tx.execute(
                    statement.formatted(
                            releases,
                            RELEASES_A_FILE * FILES_A_COLLECTION,
                            FILES_A_COLLECTION,
                            RELEASES_A_FILE));
        }
    }
}
