package org.kingfisherprocess.service.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Work inside a transaction that gives a result.
@FunctionalInterface
public interface TxFunction<T extends @Nullable Object> {
    T apply(Tx tx) throws SQLException;
}
