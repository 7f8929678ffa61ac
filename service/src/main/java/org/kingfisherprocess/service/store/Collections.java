package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.submission.CollectionKey;

/// Finds, creates and ends collections.
public final class Collections {
    private static final String COLUMNS =
            """
            id, source_id, data_version, sample, transform_type, transform_from_collection_id, check_data,
            check_older_data_with_schema_version_1_1, store_start_at, store_end_at, deleted_at,
            coalesce(data_type ->> 'format', '') || case when (data_type ->> 'array')::boolean then ', in arrays' else '' end
                || case when (data_type ->> 'concatenated')::boolean then ', one after another' else '' end as format
            """;

    private static final String FIND_BY_KEY =
            """
            select id from collection
            where source_id = ? and data_version = ? and sample = ? and transform_type = ''
            """;

    private static final String CREATE =
            """
            insert into collection (source_id, data_version, sample, transform_type, check_data,
                check_older_data_with_schema_version_1_1, store_start_at, options)
            values (?, ?, ?, '', ?, ?, now(), jsonb_build_object('ocds_version', ?::text))
            on conflict (source_id, data_version, sample) where transform_type = '' do nothing
            returning id
            """;

    private static final String FIND = "select " + COLUMNS + " from collection where id = ?";

    private static final String ALL = "select " + COLUMNS + " from collection order by id";

    private static final String END_STORE =
            "update collection set store_end_at = now() where id = ? and store_end_at is null";

    private static final String LOCK_TAKING_DATA =
            """
            select id from collection where id = any(?::bigint[]) and deleted_at is null order by id for key share
            """;

    private static final String KNOWN = "select id from collection where id = any(?::bigint[])";

    private static final String EXPECT_NO_MORE =
            "update collection set expected_files_count = null where id = ?";

    // Nobody waits for the one who tells first, who may be loading a large file.
    private static final String FIRST_FORMAT =
            """
            update collection set data_type = jsonb_build_object('format', ?::text, 'concatenated', ?::boolean, 'array', ?::boolean)
            where id = (select id from collection where id = ? and data_type = '{}' for no key update skip locked)
            """;

    private static final String KNOWS_FORMAT =
            "select data_type <> '{}' as known from collection where id = ?";

    private static final String WANT_CHECKS =
            "update collection set check_data = true where id = ?";

    private static final String REOPEN =
            """
            update collection set store_end_at = null, completed_at = null, expected_files_count = null,
                reopened_at = now()
            where id = any(?::bigint[])
            """;

    /// What a collection is given when it is created.
    ///
    /// @param ocdsVersion the version that the client said its data are of
    /// @param standardPipeline whether it is checked, upgraded unless it is of OCDS 1.1, and
    ///   compiled
    public record Defaults(
            boolean checkData,
            boolean checkOlderData,
            String ocdsVersion,
            boolean standardPipeline) {
        public Defaults(boolean checkData, boolean checkOlderData, String ocdsVersion) {
            this(checkData, checkOlderData, ocdsVersion, false);
        }

        public Defaults withOcdsVersion(String version) {
            return new Defaults(checkData, checkOlderData, version, standardPipeline);
        }
    }

    /// The id of the original collection with this key. Creates it where there is none; concurrent
    /// calls agree on one.
    public long idOf(Tx tx, CollectionKey key, Defaults defaults) throws SQLException {
        var found = find(tx, key);
        if (found.isEmpty()) {
            found = create(tx, key, defaults);
        }
        if (found.isEmpty()) {
            found = find(tx, key);
        }
        return found.orElseThrow(() ->
                new IllegalStateException(
                        "collection %s exists but is not found".formatted(key.text())));
    }

    /// The id of the original collection with this key, if there is one.
    public Optional<Long> find(Tx tx, CollectionKey key) throws SQLException {
        return tx.queryOne(
                FIND_BY_KEY,
                row -> row.longValue("id"),
                key.source(),
                dataVersion(key),
                key.sample());
    }

    public Optional<Collection> find(Tx tx, long id) throws SQLException {
        return tx.queryOne(FIND, Collections::collection, id);
    }

    /// Every collection, deleted ones too, oldest first.
    public List<Collection> all(Tx tx) throws SQLException {
        return tx.query(ALL, Collections::collection);
    }

    /// Nothing more will come for it. Does nothing where that is known already: the first end
    /// stays.
    public void endStore(Tx tx, long id) throws SQLException {
        tx.execute(END_STORE, id);
    }

    /// Those of the collections that take data, locked so that until the end of the transaction
    /// nobody deletes rows of theirs.
    public List<Long> lockTakingData(Tx tx, java.util.Collection<Long> ids) throws SQLException {
        return tx.query(LOCK_TAKING_DATA, row -> row.longValue("id"), SqlArray.bigint(ids));
    }

    /// Those that exist, marked or not.
    public List<Long> known(Tx tx, java.util.Collection<Long> ids) throws SQLException {
        return tx.query(KNOWN, row -> row.longValue("id"), SqlArray.bigint(ids));
    }

    /// Files may come again: neither it nor what is made of it is ended or complete any more.
    public void reopen(Tx tx, List<Long> tree) throws SQLException {
        tx.execute(REOPEN, SqlArray.bigint(tree));
    }

    /// Whether the format of its first file is known.
    public boolean knowsFormat(Tx tx, long id) throws SQLException {
        return tx.queryOne(KNOWS_FORMAT, row -> row.bool("known"), id).orElse(true);
    }

    /// Its first file is of this format, as version 2 describes it. Does nothing where a format is
    /// known.
    ///
    /// @param concatenated whether a file holds several values one after another
    /// @param array whether a file holds a list of them
    public void firstFormat(Tx tx, long id, String format, boolean concatenated, boolean array)
            throws SQLException {
        tx.execute(FIRST_FORMAT, format, concatenated, array, id);
    }

    /// Its data are to be checked.
    public void wantChecks(Tx tx, long id) throws SQLException {
        tx.execute(WANT_CHECKS, id);
    }

    /// It is complete without the files that its crawl reported and that are not there.
    public void expectNoMoreFiles(Tx tx, long id) throws SQLException {
        tx.execute(EXPECT_NO_MORE, id);
    }

    private Optional<Long> create(Tx tx, CollectionKey key, Defaults defaults) throws SQLException {
        boolean standard = defaults.standardPipeline();
        var created =
                tx.queryOne(
                        CREATE,
                        row -> row.longValue("id"),
                        key.source(),
                        dataVersion(key),
                        key.sample(),
                        defaults.checkData() || standard,
                        defaults.checkOlderData() || standard,
                        defaults.ocdsVersion());
        if (created.isPresent() && standard) {
            boolean upgrade = !defaults.ocdsVersion().equals("1.1");
            new DerivedCollections().create(tx, created.get(), upgrade, true, true);
        }
        return created;
    }

    private static Instant dataVersion(CollectionKey key) {
        return key.dataVersion().toInstant(ZoneOffset.UTC);
    }

    private static Collection collection(Row row) throws SQLException {
        return new Collection(
                row.longValue("id"),
                row.text("source_id"),
                row.instant("data_version"),
                row.bool("sample"),
                row.text("transform_type"),
                row.text("format"),
                row.optionalLong("transform_from_collection_id"),
                row.bool("check_data"),
                row.bool("check_older_data_with_schema_version_1_1"),
                row.instant("store_start_at"),
                row.optionalInstant("store_end_at"),
                row.optionalInstant("deleted_at"));
    }
}
