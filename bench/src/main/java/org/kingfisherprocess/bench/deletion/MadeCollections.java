package org.kingfisherprocess.bench.deletion;

import org.kingfisherprocess.service.sql.Database;

/// Collections made in SQL: files of a thousand releases of about 1 KB, each with package data of
/// its own. Every tenth document is used by another collection too, which stays.
final class MadeCollections {
    private static final String COLLECTION =
            """
            insert into collection (source_id, data_version, store_start_at, store_end_at, sample, transform_type)
            values (?, now(), now(), now(), false, '') returning id
            """;

    private static final String FILES =
            """
            with file as (
                insert into collection_file (collection_id, filename, url)
                select ?, n::text, '' from generate_series(1, ?) n returning id, filename)
            insert into collection_file_item (collection_file_id, number) select id, 0 from file
            """;

    private static final String PACKAGES =
            """
            insert into package_data (hash_md5, data)
            select md5(? || n), jsonb_build_object('uri', n) from generate_series(1, ?) n
            """;

    private static final String DOCUMENTS =
            """
            insert into data (hash_md5, data)
            select md5(? || n), jsonb_build_object('ocid', 'ocds-213czf-' || n, 'id', n::text,
                'text', (select string_agg(md5(n::text || part), '') from generate_series(1, 28) part))
            from generate_series(1, ?) n
            on conflict (hash_md5) where hash_md5 <> '' do nothing
            """;

    private static final String RELEASES =
            """
            insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id, data_id,
                package_data_id)
            select f.collection_id, f.id, i.id, 'ocds-213czf-' || n, n::text, d.id, p.id
            from generate_series(1, ?, ?) n
            join data d on d.hash_md5 = md5(? || n) and d.hash_md5 <> ''
            join collection_file f on f.collection_id = ? and f.filename = (1 + (n - 1) / 1000)::text
            join collection_file_item i on i.collection_file_id = f.id
            join package_data p on p.hash_md5 = md5(? || f.filename) and p.hash_md5 <> ''
            """;

    private static final int RELEASES_PER_FILE = 1_000;

    private final Database database;

    MadeCollections(Database database) {
        this.database = database;
    }

    /// Makes a collection, and another one that uses every tenth of its documents. Returns the
    /// first one's id.
    long make(String name, int releases) {
        int files = (releases + RELEASES_PER_FILE - 1) / RELEASES_PER_FILE;
        database.run(tx -> {
            tx.execute(PACKAGES, name, files);
            tx.execute(DOCUMENTS, name, releases);
        });
        database.<Boolean>session(session -> session.execute("analyze data") >= 0);
        long goes = collection(name, name, files, releases, 1);
        collection(name + "_stays", name, files, releases, 10);
        for (var table : new String[] {"release", "package_data", "collection_file"}) {
            database.<Boolean>session(session -> session.execute("analyze " + table) >= 0);
        }
        return goes;
    }

    private long collection(String source, String documents, int files, int releases, int every) {
        return database.transaction(tx -> {
            long id = tx.queryOne(COLLECTION, row -> row.longValue("id"), source).orElseThrow();
            tx.execute(FILES, id, files);
            tx.execute(RELEASES, releases, every, documents, id, documents);
            return id;
        });
    }
}
