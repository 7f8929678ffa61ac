package org.kingfisherprocess.service.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Makes a value of one row.
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {
    T map(Row row) throws SQLException;
}
