package org.kingfisherprocess.service.sql;

import java.sql.SQLException;

/// Takes one row after another.
@FunctionalInterface
public interface RowConsumer {
    void accept(Row row) throws SQLException;
}
