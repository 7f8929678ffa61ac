package org.kingfisherprocess.service.store;

import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.TxFunction;

/// Transactions that only read, and end in time, so that no page holds up the loader or a
/// migration.
final class Reading {
    private static final String LIMIT =
            """
            select set_config('transaction_read_only', 'on', true),
                set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)
            """;

    private final Database database;
    private final ReadLimits limits;

    Reading(Database database, ReadLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    <T extends @Nullable Object> T read(TxFunction<T> work) {
        return database.transaction(tx -> {
            tx.query(
                    LIMIT,
                    _ -> true,
                    limits.statement().toMillis() + "ms",
                    limits.lock().toMillis() + "ms");
            return work.apply(tx);
        });
    }
}
