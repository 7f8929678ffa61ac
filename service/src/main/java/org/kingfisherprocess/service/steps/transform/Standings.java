package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.TransformType;

/// Reads how far collections are. Stateless.
public final class Standings {
    // Checks of the source are nothing that compiling waits for.
    private static final String READ =
            """
            select c.id, c.transform_type, c.transform_from_collection_id as source, root.id as root,
                c.deleted_at is not null or root.deleted_at is not null as deleted,
                root.store_end_at is not null as closed, root.expected_files_count as expected,
                case when root.expected_files_count is null then 0
                    else (select count(*) from collection_file where collection_id = root.id) end as files,
                (select count(*) from set_aside_submission s
                    where s.source_id = root.source_id and s.data_version = root.data_version and s.sample = root.sample
                        and not exists (select from intake_receipt r where r.receipt = s.receipt)) as unstored,
                (select count(*) from processing_step
                    where collection_id = c.id and set_aside_at is not null) as set_aside,
                (select count(*) from processing_step
                    where collection_id = c.transform_from_collection_id and name not in ('FINISH', 'CHECK')) as source_steps,
                c.compilation_started as planned, coalesce((c.options ->> 'compiled_to_release')::bigint, 0) as compiled_to,
                c.completed_at
            from collection c
            left join collection parent on parent.id = c.transform_from_collection_id
            left join collection grandparent on grandparent.id = parent.transform_from_collection_id
            join collection root on root.id = coalesce(grandparent.id, parent.id, c.id)
            where c.id = ?
            """;

    private static final String STEPS =
            """
            select name, count(*) as steps from processing_step
            where collection_id = ? and name <> 'FINISH'
            group by name
            """;

    /// Empty where there is no such collection.
    public Optional<Standing> of(Tx tx, long collectionId) throws SQLException {
        var steps =
                tx
                        .query(
                                STEPS,
                                row -> Map.entry(row.text("name"), row.longValue("steps")),
                                collectionId)
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return tx.queryOne(READ, row -> standing(row, steps), collectionId);
    }

    private static Standing standing(Row row, Map<String, Long> steps) throws SQLException {
        return new Standing(
                row.longValue("id"),
                TransformType.of(row.text("transform_type")),
                row.optionalLong("source"),
                row.longValue("root"),
                row.bool("deleted"),
                row.bool("closed"),
                row.optionalLong("expected"),
                row.longValue("files"),
                row.longValue("unstored"),
                steps,
                row.longValue("set_aside"),
                row.longValue("source_steps"),
                row.bool("planned"),
                row.longValue("compiled_to"),
                row.optionalInstant("completed_at"));
    }
}
