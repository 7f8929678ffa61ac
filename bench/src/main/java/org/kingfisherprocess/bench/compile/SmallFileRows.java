package org.kingfisherprocess.bench.compile;

import org.kingfisherprocess.service.sql.Database;

/// A closed collection of small files, as most spiders bring them: each holds one release of OCDS
/// 1.0 of about 6 KB, or one record with four such releases. Made in SQL, so that many take no
/// longer than they must.
final class SmallFileRows {
    private static final int RELEASES_PER_RECORD = 4;

    private static final String COLLECTION =
            """
            insert into collection (id, source_id, data_version, sample, transform_type, store_start_at, store_end_at)
            values (1, 'bench', '2026-01-31 10:00:00Z', false, '', now(), now())
            """;

    private static final String FILES =
            """
            insert into collection_file (id, collection_id, filename, url)
            select n, 1, 'file-' || n || '.json', '' from generate_series(1, ?) n
            """;

    private static final String ITEMS =
            """
            insert into collection_file_item (id, collection_file_id, number)
            select n, n, 0 from generate_series(1, ?) n
            """;

    private static final String PACKAGE_DATA =
            "insert into package_data (id, hash_md5, data) values (1, 'package', '{\"version\": \"1.0\"}')";

    private static final String RELEASE =
            """
            create function pg_temp.release(n bigint, day integer) returns jsonb language sql immutable as $$
                select jsonb_build_object(
                    'ocid', 'ocds-bench-' || lpad(n::text, 8, '0'), 'id', 'release-' || n || '-' || day,
                    'date', to_char(timestamp '2026-01-01' + make_interval(days => day), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                    'tag', jsonb_build_array('tender'), 'language', 'en', 'initiationType', 'tender',
                    'buyer', jsonb_build_object('name', 'City ' || n % 97, 'identifier',
                        jsonb_build_object('scheme', 'XX-ORG', 'id', (n % 97)::text)),
                    'tender', jsonb_build_object('id', 'tender-' || n, 'title', 'Works ' || md5(n::text), 'status', 'active',
                        'value', jsonb_build_object('amount', n * 1.25, 'currency', 'EUR'),
                        'documents', (select jsonb_agg(jsonb_build_object('id', i::text, 'title', md5((n + i)::text),
                            'url', 'https://example.org/' || md5((n + i + day)::text), 'format', 'application/pdf',
                            'description', md5((n * i)::text) || ' ' || md5((n - i)::text))) from generate_series(1, 22) i)),
                    'awards', jsonb_build_array(jsonb_build_object('id', 'award-' || day, 'status', 'active', 'suppliers',
                        jsonb_build_array(jsonb_build_object('name', 'Builder ' || n % 89, 'identifier',
                            jsonb_build_object('scheme', 'XX-ORG', 'id', 'b' || n % 89))))))
            $$
            """;

    private static final String RELEASE_DATA =
            "insert into data (id, hash_md5, data) select n, md5('file ' || n), pg_temp.release(n, 1) from generate_series(1, ?) n";

    private static final String RECORD_DATA =
            """
            insert into data (id, hash_md5, data)
            select n, md5('file ' || n), jsonb_build_object('ocid', 'ocds-bench-' || lpad(n::text, 8, '0'), 'releases',
                (select jsonb_agg(pg_temp.release(n, day)) from generate_series(1, ?) day))
            from generate_series(1, ?) n
            """;

    private static final String RELEASES =
            """
            insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id, release_date,
                data_id, package_data_id)
            select 1, id, id, data ->> 'ocid', data ->> 'id', data ->> 'date', id, 1 from data order by id
            """;

    private static final String RECORDS =
            """
            insert into record (collection_id, collection_file_id, collection_file_item_id, ocid, data_id, package_data_id)
            select 1, id, id, data ->> 'ocid', id, 1 from data order by id
            """;

    private static final String SEQUENCES =
            """
            select setval('collection_id_seq', 1), setval('collection_file_id_seq', max(id)),
                setval('collection_file_item_id_seq', max(id)), setval('data_id_seq', max(id)),
                setval('package_data_id_seq', 1)
            from data
            """;

    private SmallFileRows() {}

    static void releases(Database database, int files) {
        make(database, files, RELEASE_DATA, RELEASES, files);
    }

    static void records(Database database, int files) {
        make(database, files, RECORD_DATA, RECORDS, RELEASES_PER_RECORD, files);
    }

    private static void make(
            Database database, int files, String data, String rows, Object... sizes) {
        database.run(tx -> {
            tx.execute(COLLECTION);
            tx.execute(FILES, files);
            tx.execute(ITEMS, files);
            tx.execute(PACKAGE_DATA);
            tx.execute(RELEASE);
            tx.execute(data, sizes);
            tx.execute(rows);
            tx.execute(SEQUENCES);
        });
        database.session(session -> session.execute("vacuum analyze"));
    }
}
