package org.kingfisherprocess.bench.compile;

import org.kingfisherprocess.service.sql.Database;

/// A closed collection of releases of OCDS 1.0 of about 1 KB, five of each OCID, a thousand in a
/// file. Made in SQL, so that a million take no longer than they must.
final class ReleaseRows {
    private static final int RELEASES_PER_OCID = 5;
    private static final int RELEASES_PER_FILE = 1_000;

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

    // OCID and number of a release are scattered over the files, as a year's crawl brings them.
    private static final String DATA =
            """
            insert into data (id, hash_md5, data)
            select n, md5('release ' || n), jsonb_build_object(
                'ocid', 'ocds-bench-' || lpad((n % o)::text, 8, '0'), 'id', 'release-' || n,
                'date', to_char(timestamp '2026-01-01' + make_interval(days => n / o), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                'tag', jsonb_build_array('tender'), 'language', 'en', 'initiationType', 'tender',
                'buyer', jsonb_build_object('name', 'City ' || n % 97, 'identifier',
                    jsonb_build_object('scheme', 'XX-ORG', 'id', (n % 97)::text)),
                'tender', jsonb_build_object('id', 'tender-' || n % o, 'title', 'Works ' || md5(n::text), 'description',
                    md5((n + 1)::text) || ' ' || md5((n + 2)::text) || ' ' || md5((n + 3)::text), 'status', 'active',
                    'value', jsonb_build_object('amount', n * 1.25, 'currency', 'EUR'),
                    'items', jsonb_build_array(
                        jsonb_build_object('id', '1', 'description', md5((n + 4)::text), 'quantity', n % 10),
                        jsonb_build_object('id', (n / o + 2)::text, 'description', md5((n + 5)::text), 'quantity', 1))),
                'awards', jsonb_build_array(jsonb_build_object('id', 'award-' || n / o, 'status', 'active', 'suppliers',
                    jsonb_build_array(jsonb_build_object('name', 'Builder ' || n % 89, 'identifier',
                        jsonb_build_object('scheme', 'XX-ORG', 'id', 'b' || n % 89))))))
            from generate_series(0, ? - 1) n, (select ?::integer as o) as ocids
            """;

    private static final String RELEASES =
            """
            insert into release (id, collection_id, collection_file_id, collection_file_item_id, ocid, release_id,
                release_date, data_id, package_data_id)
            select id + 1, 1, id / ? + 1, id / ? + 1, data ->> 'ocid', data ->> 'id', data ->> 'date', id, 1
            from data order by id
            """;

    private static final String SEQUENCES =
            """
            select setval('collection_id_seq', 1), setval('collection_file_id_seq', max(f)),
                setval('collection_file_item_id_seq', max(f)), setval('data_id_seq', max(n)),
                setval('release_id_seq', max(n) + 1), setval('package_data_id_seq', 1)
            from (select max(collection_file_id) as f, max(data_id) as n from release) as most
            """;

    private ReleaseRows() {}

    static void make(Database database, int releases) {
        int files = (releases + RELEASES_PER_FILE - 1) / RELEASES_PER_FILE;
        database.run(tx -> {
            tx.execute(COLLECTION);
            tx.execute(FILES, files);
            tx.execute(ITEMS, files);
            tx.execute(PACKAGE_DATA);
            tx.execute(DATA, releases, releases / RELEASES_PER_OCID);
            tx.execute(RELEASES, RELEASES_PER_FILE, RELEASES_PER_FILE);
            tx.execute(SEQUENCES);
        });
        database.session(session -> session.execute("vacuum analyze"));
    }
}
