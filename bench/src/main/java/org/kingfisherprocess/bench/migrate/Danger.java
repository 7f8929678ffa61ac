package org.kingfisherprocess.bench.migrate;

import java.util.List;
import org.kingfisherprocess.service.migrate.Backfill;
import org.kingfisherprocess.service.migrate.Change;
import org.kingfisherprocess.service.migrate.ConcurrentIndex;
import org.kingfisherprocess.service.migrate.Reshape;
import org.kingfisherprocess.service.migrate.TableReshape;

/// A change that hurts, as people write it, and as the engine does it.
///
/// The column `toy` was added beforehand.
///
/// @param plain statements, each in a transaction of its own
record Danger(String name, List<String> plain, Change byEngine) {
    static final List<Danger> ALL =
            List.of(
                    new Danger(
                            "an index",
                            List.of("create index release_toy_idx on release (release_id)"),
                            ConcurrentIndex.on("release", "release_toy_idx", "(release_id)")),
                    new Danger(
                            "a column altered",
                            List.of("alter table release alter column toy type bigint"),
                            Reshape.of(TableReshape.of("release", "id").widen("toy"))),
                    new Danger(
                            "many rows updated",
                            List.of("update release set toy = 8"),
                            new Backfill(
                                    "release",
                                    "id",
                                    "update release set toy = 8 where id > :after and id <= :until")));
}
