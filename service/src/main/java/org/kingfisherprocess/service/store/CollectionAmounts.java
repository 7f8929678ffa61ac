package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.OptionalLong;
import org.kingfisherprocess.service.sql.Row;

/// What a collection holds: the cached counts where they are set, else counts of an index, which
/// stop at a bound.
public record CollectionAmounts(
        Amount files, Amount records, Amount releases, Amount compiledReleases) {
    /// Columns for [#of], beside a row `c` of `collection`; they take the bound plus one four
    /// times.
    static final String COLUMNS =
            """
            (select count(*) from (select from collection_file f where f.collection_id = c.id limit ?) f) as files,
            c.cached_records_count, c.cached_releases_count, c.cached_compiled_releases_count,
            case when c.cached_records_count is null then
                (select count(*) from (select from record r where r.collection_id = c.id limit ?) r)
            end as records,
            case when c.cached_releases_count is null then
                (select count(*) from (select from release r where r.collection_id = c.id limit ?) r)
            end as releases,
            case when c.cached_compiled_releases_count is null then
                (select count(*) from (select from compiled_release r where r.collection_id = c.id limit ?) r)
            end as compiled_releases
            """;

    static CollectionAmounts of(Row row, int most) throws SQLException {
        return new CollectionAmounts(
                Amount.counted(row.longValue("files"), most),
                amount(row, "cached_records_count", "records", most),
                amount(row, "cached_releases_count", "releases", most),
                amount(row, "cached_compiled_releases_count", "compiled_releases", most));
    }

    private static Amount amount(Row row, String cached, String counted, int most)
            throws SQLException {
        OptionalLong known = row.optionalLong(cached);
        return known.isPresent()
                ? Amount.exactly(known.getAsLong())
                : Amount.counted(row.longValue(counted), most);
    }
}
