package org.kingfisherprocess.service.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Work on one connection outside any transaction.
@FunctionalInterface
public interface SessionFunction<T extends @Nullable Object> {
    T apply(Session session) throws SQLException;
}
