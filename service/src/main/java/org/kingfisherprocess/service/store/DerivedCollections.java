package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;

/// Collections that are made of others: the upgraded one of an original, the compiled one of
/// either.
public final class DerivedCollections {
    private static final String CREATE =
            """
            insert into collection (source_id, data_version, sample, transform_type, transform_from_collection_id,
                store_start_at, steps, options)
            select source_id, data_version, sample, ?, id, now(), ?::jsonb, options from collection where id = ?
            on conflict (transform_from_collection_id, transform_type) do nothing
            returning id
            """;

    private static final String FIND =
            "select id from collection where transform_from_collection_id = ? and transform_type = ?";

    private static final String STEPS = "update collection set steps = ?::jsonb where id = ?";

    // Of an original, those that are made of it and those that are made of these.
    private static final String TREE =
            """
            with recursive tree (id) as (
                select ?::bigint
                union all
                select c.id from collection c join tree on c.transform_from_collection_id = tree.id
            )
            select id from tree order by id
            """;

    /// The ids of what was asked for.
    public record Created(Optional<Long> upgraded, Optional<Long> compiled) {}

    /// Gives an original collection, which has just been created, those that are to be made of it:
    /// compiled from the upgraded one, where both are wanted. Its `steps` say so.
    public Created create(Tx tx, long original, boolean upgrade, boolean compile, boolean check)
            throws SQLException {
        var upgraded =
                upgrade
                        ? Optional.of(
                                idOf(
                                        tx,
                                        original,
                                        TransformType.UPGRADE,
                                        compile ? "[\"compile\"]" : "[]"))
                        : Optional.<Long>empty();
        var compiled =
                compile
                        ? Optional.of(
                                idOf(tx, upgraded.orElse(original), TransformType.COMPILE, "[]"))
                        : Optional.<Long>empty();
        var next = upgrade ? "\"upgrade\"" : compile ? "\"compile\"" : "";
        var first = check ? "\"check\"" : "";
        var comma = check && !next.isEmpty() ? ", " : "";
        tx.execute(STEPS, "[" + first + comma + next + "]", original);
        return new Created(upgraded, compiled);
    }

    /// The collection that is made of this one in this way. Creates it where there is none;
    /// concurrent calls agree on one.
    public long idOf(Tx tx, long from, TransformType type) throws SQLException {
        return idOf(tx, from, type, "[]");
    }

    private long idOf(Tx tx, long from, TransformType type, String steps) throws SQLException {
        var created = tx.queryOne(CREATE, row -> row.longValue("id"), type.text(), steps, from);
        return created.isPresent()
                ? created.get()
                : find(tx, from, type)
                        .orElseThrow(
                                () -> new IllegalStateException("there is no collection " + from));
    }

    public Optional<Long> find(Tx tx, long from, TransformType type) throws SQLException {
        return tx.queryOne(FIND, row -> row.longValue("id"), from, type.text());
    }

    /// A collection, and all that are made of it, however far away.
    public List<Long> tree(Tx tx, long id) throws SQLException {
        return tx.query(TREE, row -> row.longValue("id"), id);
    }
}
