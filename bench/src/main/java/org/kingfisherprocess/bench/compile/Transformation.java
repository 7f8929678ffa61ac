package org.kingfisherprocess.bench.compile;

import java.time.Duration;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.steps.transform.Planting;
import org.kingfisherprocess.service.store.DerivedCollections;

/// One collection made of another, by the workers that are there.
record Transformation(Database database, Work work) {
    private static final Duration PATIENCE = Duration.ofHours(2);

    private static final String RESULT =
            """
            select (select count(*) from release where collection_id = c.id)
                + (select count(*) from compiled_release where collection_id = c.id) as documents
            from collection c where id = ?
            """;

    /// Seconds from its creation until it is complete. A collection that misses a document is no
    /// result.
    double seconds(int documents) {
        long begun = System.nanoTime();
        long id =
                database.transaction(tx -> {
                    long created = new DerivedCollections().idOf(tx, 1, work.type());
                    new Planting().created(tx, created);
                    return created;
                });
        boolean complete = Pauses.until(PATIENCE, () -> isComplete(id));
        double seconds = (System.nanoTime() - begun) / 1e9;
        long made =
                database.transaction(
                                tx -> tx.queryOne(RESULT, row -> row.longValue("documents"), id))
                        .orElseThrow();
        if (!complete || made != work.results(documents)) {
            throw new IllegalStateException(
                    "%s came to %,d of %,d documents"
                            .formatted(work.text(), made, work.results(documents)));
        }
        return seconds;
    }

    private boolean isComplete(long id) {
        return database.transaction(tx ->
                        tx.queryOne(
                                "select completed_at is not null as complete from collection where id = ?",
                                row -> row.bool("complete"),
                                id))
                .orElse(false);
    }
}
